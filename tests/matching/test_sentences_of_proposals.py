"""What proposals say, read as a social worker would: ages, hours, doors, what is not known, nothing about others."""

from typing import Any

import numpy as np
import pytest

import matching.introduction
from graph.errors import Text
from graph.kinds import (
    Affiliation,
    Ask,
    Association,
    AutonomyPact,
    ChildcareService,
    ElderlyService,
    EmploymentBody,
    Family,
    Firm,
    Friendship,
    HealthService,
    InclusionPact,
    Membership,
    Opportunity,
    PactParty,
    Partnership,
    Person,
    TradeAssociation,
    Volunteering,
    Work,
)
from graph.view import MAINTENANCE
from matching.presentation import to_json, to_reach
from matching.propose import propose
from matching.types import Answer, Proposal
from tests.factory import World
from tests.matching.situations import AGREED

HERE = {"comune": "019001"}
DAY = "mon..fri-afternoon"


def asking(*asks: Ask, **fields: Any) -> tuple[World, str]:
    """A family with an inclusion pact."""
    world = World()
    world.place("019001", "Borgo", 45.30, 9.70)
    pact = world.add(InclusionPact, "Patto di prova", asks=asks, **HERE, **fields)
    family = world.add(Family, "Famiglia", **HERE)
    world.tie(PactParty, family, pact)
    return world, pact


def seeking(*occupations: str, **fields: Any) -> tuple[World, str, str]:
    """A person with an autonomy pact."""
    world = World()
    world.place("019001", "Borgo", 45.30, 9.70)
    pact = world.add(AutonomyPact, "Patto di prova", occupations=occupations, birth_year=2000, **HERE, **fields)
    person = world.add(Person, "Persona", birth_year=2000, **HERE)
    world.tie(PactParty, person, pact)
    return world, pact, person


def answered(world: World, pact: str) -> Answer:
    return propose(world.nodes[pact], world.view(MAINTENANCE, pact=pact), limit=30)  # pyright: ignore[reportArgumentType]


def proposal(world: World, pact: str, resource: str) -> Proposal | None:
    return next((each for each in answered(world, pact).proposals if each.resource == resource), None)


def read(world: World, pact: str, resource: str, **contacts: Any) -> dict[str, Any]:
    document = to_json(answered(world, pact), world.titles, contacts)
    (found,) = [each for each in document["proposals"] if each["resource"]["id"] == resource]
    return found


def said(found: dict[str, Any], language: str = "it") -> str:
    unknown = [each[language] for each in found["unknown"]]
    return " ".join([found["what"][language], *found["reasons"][language], *unknown])


# -- ages


def after_school(*births: int, **limits: int) -> dict[str, Any]:
    world, pact = asking(*(Ask(need="doposcuola", birth_year=year) for year in births))
    club = world.add(ChildcareService, "Il girasole", offers=("doposcuola",), slots=DAY, **HERE, **limits)
    return read(world, pact, club)


def test_who_may_be_too_young_is_something_to_ask_and_no_reason() -> None:
    found = after_school(2018, min_age=8, max_age=14)  # 7 or 8 years old
    asked = "Non sappiamo se l'età va bene: è per chi ha da 8 a 14 anni, e chi ha 7 o 8 anni potrebbe restare fuori."
    assert asked in [each["it"] for each in found["unknown"]]
    assert "va bene per chi" not in said(found)
    assert "right for" not in said(found, "en")


def test_it_is_right_for_a_child_who_is_within_the_limits_at_either_age() -> None:
    found = after_school(2016, min_age=8, max_age=14)
    assert "È per chi ha da 8 a 14 anni: va bene per chi ha 9 o 10 anni." in found["reasons"]["it"]
    assert "l'età" not in said(found)


def test_of_two_children_it_says_for_whom_it_is_right_and_for_whom_it_is_not() -> None:
    found = after_school(2016, 2022, min_age=8, max_age=14)
    sentence = "È per chi ha da 8 a 14 anni: va bene per chi ha 9 o 10 anni, non per chi ha 3 o 4 anni."
    assert sentence in found["reasons"]["it"]
    assert (
        "It is for ages 8 to 14: right for somebody of 9 or 10, not for somebody of 3 or 4." in found["reasons"]["en"]
    )


def test_a_child_under_one_and_a_limit_from_birth_are_said_as_people_say_them() -> None:
    found = after_school(2026, min_age=0, max_age=3)
    assert "È per chi ha al massimo 3 anni: va bene per chi ha meno di un anno." in found["reasons"]["it"]


# -- an elderly home is a workplace for who seeks work


def elderly_home(world: World) -> str:
    sector = ("assistenza-residenziale",)
    return world.add(
        ElderlyService, "Casa San Rocco", offers=("rsa",), sectors=sector, min_age=65, free_places=0, **HERE
    )


def test_an_elderly_home_without_any_contact_is_not_offered_to_who_seeks_work() -> None:
    world, pact, _ = seeking("operatore-socio-sanitario")
    assert proposal(world, pact, elderly_home(world)) is None


def test_an_elderly_home_with_a_contact_is_an_employer_and_nobody_asks_about_its_beds() -> None:
    world, pact, person = seeking("operatore-socio-sanitario")
    world.add(EmploymentBody, "Sportello lavoro", offers=("orientamento-lavoro",), desk="mon-morning", **HERE)
    home = elderly_home(world)
    friend = world.add(Person, "Amica", birth_year=1980, introduces_since=AGREED, **HERE)
    world.tie(Friendship, person, friend)
    world.tie(Work, friend, home)
    found = proposal(world, pact, home)
    assert found is not None
    assert found.section == "employer"
    assert {reason.code for reason in found.unknown} >= {"openings_unknown", "hiring_unknown"}
    assert not {"places_unknown", "cost_unknown", "hours_unknown"} & {reason.code for reason in found.unknown}
    assert "il mondo del lavoro" in said(read(world, pact, home))


def test_who_asks_for_a_bed_gets_the_same_home_as_a_service() -> None:
    world, pact = asking(Ask(need="rsa", birth_year=1940))
    home = world.add(ElderlyService, "Casa San Rocco", offers=("rsa",), sectors=("assistenza-residenziale",), **HERE)
    found = proposal(world, pact, home)
    assert found is not None
    assert found.section == "community"
    assert "places_unknown" in {reason.code for reason in found.unknown}


def test_a_body_that_helps_who_seeks_work_is_no_workplace_though_it_has_the_trade() -> None:
    world, pact, _ = seeking("assistente-familiare")
    desk = world.add(
        ElderlyService,
        "Lo sportello",
        offers=("sportello-assistenti-familiari",),
        sectors=("assistenza-residenziale",),
        desk="wed-morning",
        **HERE,
    )
    found = read(world, pact, desk)
    assert found["section"] == "community"
    assert "Aiuta chi cerca questo lavoro" in found["reasons"]["it"][0]


# -- hours, places


def test_hours_have_no_gender_and_those_of_a_job_are_working_hours() -> None:
    world, pact, _ = seeking("giardiniere")
    job = world.add(Opportunity, "Posto", form="job", occupation="giardiniere", slots=DAY, **HERE)
    desk = world.add(
        EmploymentBody, "Sportello", offers=("orientamento-lavoro",), slots=DAY, desk="mon-morning", **HERE
    )
    assert "orario di lavoro: dal lunedì al venerdì pomeriggio" in read(world, pact, job)["what"]["it"]
    assert "; orari: dal lunedì al venerdì pomeriggio" in read(world, pact, desk)["what"]["it"]
    assert "aperto" not in said(read(world, pact, desk)) + said(read(world, pact, job))
    assert "working hours: Monday to Friday afternoon" in read(world, pact, job)["what"]["en"]


@pytest.mark.parametrize(("form", "code"), [("premises", "still_free_unknown"), ("course", "places_unknown")])
def test_a_shop_to_let_has_no_places(form: str, code: str) -> None:
    world, pact = asking(Ask(need="locale-a-canone-basso"))
    shop = world.add(Opportunity, "Il negozio", form=form, offers=("locale-a-canone-basso",), slots=DAY, **HERE)
    found = proposal(world, pact, shop)
    assert found is not None
    assert code in {reason.code for reason in found.unknown}


def test_a_desk_that_takes_all_is_not_asked_for_places() -> None:
    world, pact = asking(Ask(need="telesoccorso"))
    service = world.add(ElderlyService, "Il servizio", offers=("telesoccorso",), slots=DAY, **HERE)
    found = proposal(world, pact, service)
    assert found is not None
    assert "places_unknown" not in {reason.code for reason in found.unknown}


# -- the way in


def test_how_to_get_in_is_not_assumed_where_nothing_is_known() -> None:
    world, pact = asking(Ask(need="nido"))
    nursery = world.add(ChildcareService, "Il girasole", offers=("nido",), **HERE)
    assert to_reach(answered(world, pact)) == {nursery}
    found = read(world, pact, nursery, **{nursery: [Text("telefono 0000", "telephone 0000")]})
    door = "Come si entra non è noto: il primo passo è chiamare o passare a chiedere (telefono 0000)."
    assert door in found["reasons"]["it"]
    assert "Non sappiamo come si viene accolti, né se serve un appuntamento o un'iscrizione." in said(found)
    assert "da soli" not in said(found)
    assert "chiedere (recapito da trovare)." in said(read(world, pact, nursery))
    assert "(telephone 0000)." in said(found, "en")


def test_where_it_is_known_when_it_is_open_one_can_go_alone() -> None:
    world, pact = asking(Ask(need="nido"))
    nursery = world.add(ChildcareService, "Il girasole", offers=("nido",), slots=DAY, **HERE)
    assert "Ci si presenta da soli" in said(read(world, pact, nursery))


ENDS = ["person", "body", "person person", "person body", "body person", "body body"]


def chained(steps: str) -> tuple[World, str, str]:
    """A library reached from the family by some steps, and in no other way."""
    world, pact = asking(Ask(need="biblioteca"))
    (family,) = [id for id, node in world.nodes.items() if node.kind == "family"]
    member = world.add(Person, "Madre", birth_year=1985, **HERE)
    world.tie(PactParty, member, pact)
    before, kind = member, "person"
    for number, step in enumerate(steps.split()):
        name = f"{'Persona' if step == 'person' else 'Circolo'} {number}"
        more = {"birth_year": 1980, "introduces_since": AGREED} if step == "person" else {}
        node = world.add(Person if step == "person" else Association, name, **HERE, **more)
        if step == "body":
            world.tie(Membership, family, node, strength="weak")  # a body opens doors to those who already go there
        _join(world, before, node, kind, step)
        before, kind = node, step
    library = world.add(Association, "Libri per tutti", offers=("biblioteca",), slots=DAY, **HERE)
    _join(world, before, library, kind, "body")
    return world, pact, library


def _join(world: World, a: str, b: str, before: str, after: str) -> None:
    kinds = {("person", "person"): Friendship, ("body", "body"): Partnership}
    ends = (b, a) if (before, after) == ("body", "person") else (a, b)
    world.tie(kinds.get((before, after), Volunteering), *ends, strength="very_strong")


@pytest.mark.parametrize("steps", ENDS)
def test_the_sentence_of_the_way_in_tells_the_steps_that_are_shown_and_no_others(steps: str) -> None:
    world, pact, library = chained(steps)
    found = read(world, pact, library)
    via = [step["title"] for step in found["introduction"]["via"]]
    (it,) = [line for line in found["reasons"]["it"] if line.startswith("La porta")]
    (en,) = [line for line in found["reasons"]["en"] if line.startswith("The way in")]
    bodies = [title for title in via if title.startswith("Circolo")]
    people = len(via) - len(bodies)
    for line in (it, en):
        assert [title for title in bodies if title in line] == bodies
        assert "Persona" not in line
    assert it.count("Circolo") == len(bodies)
    assert ("due contatti" in it, "qualcuno" in it) == (people == 2, people == 1)


def test_two_contacts_say_whom_they_introduce_and_to_whom() -> None:
    world, pact, library = chained("person person")
    (door,) = [line for line in read(world, pact, library)["reasons"]["it"] if line.startswith("La porta")]
    assert door == (
        "La porta: due contatti, uno dopo l'altro. Il primo, che la famiglia conosce, può presentarla al secondo, che "
        "ci fa volontariato; tutti e due hanno accettato di farlo."
    )


def test_a_longer_way_in_is_told_step_by_step() -> None:
    from graph.vocabulary import scheme
    from matching.rendering import Renderer
    from matching.types import Reason

    steps = (("person", "a"), ("body", "b"), ("person", "c"))
    text = Renderer(scheme(), {"b": "Circolo"})(Reason("through_steps", {"steps": steps, "party": "inclusion_pact"}))
    assert (
        text.it == "La porta, un passo dopo l'altro: qualcuno, Circolo e qualcuno. Chi presenta ha accettato di farlo."
    )


# -- places beside which nobody is named


def group_and_member(**fields: Any) -> tuple[World, str, str, str]:
    """A member of the family's mutual-help group also belongs to a library."""
    world, pact = asking(Ask(need="biblioteca"), Ask(need="ascolto-e-confronto"))
    (family,) = [id for id, node in world.nodes.items() if node.kind == "family"]
    group = world.add(
        Association, "Il gruppo", slots=DAY, **HERE, **(fields or {"offers": ("gruppo-auto-mutuo-aiuto",)})
    )
    member = world.add(Person, "Un membro", birth_year=1980, introduces_since=AGREED, **HERE)
    library = world.add(Association, "Libri per tutti", offers=("biblioteca",), slots=DAY, **HERE)
    world.tie(Membership, family, group, strength="very_strong")
    world.tie(Membership, member, group, strength="very_strong")
    world.tie(Membership, member, library, strength="very_strong")
    return world, pact, library, member


def named(world: World, pact: str) -> set[str]:
    """Everybody and everything that opens a door in an answer."""
    return {id for each in answered(world, pact).proposals if each.way_in for id in each.way_in.nodes}


@pytest.mark.parametrize("fields", [{}, {"offers": ("consultorio",)}, {"sensitive": True}])
def test_nobody_is_named_beside_a_group_that_tells_a_condition(fields: dict[str, Any]) -> None:
    world, pact, library, member = group_and_member(**fields)
    assert proposal(world, pact, library) is not None
    assert member not in named(world, pact)


def test_a_group_that_tells_a_condition_is_reached_through_none_of_its_members() -> None:
    world, pact = asking(Ask(need="ascolto-e-confronto"))
    (family,) = [id for id, node in world.nodes.items() if node.kind == "family"]
    mother = world.add(Person, "Madre", birth_year=1985, **HERE)
    world.tie(PactParty, mother, pact)
    group = world.add(Association, "Il gruppo", offers=("gruppo-auto-mutuo-aiuto",), slots=DAY, **HERE)
    friend = world.add(Person, "Amica", birth_year=1980, introduces_since=AGREED, **HERE)
    world.tie(Friendship, mother, friend)
    world.tie(Membership, friend, group)
    assert family
    found = proposal(world, pact, group)
    assert found is not None
    assert found.way_in is None


def test_what_such_a_body_runs_is_as_discreet_as_the_body() -> None:
    from graph.kinds import CommunityAction, Hosting
    from graph.vocabulary import scheme
    from matching.discretion import confidential

    world = World()
    clinic = world.add(HealthService, "Servizio", offers=("consultorio",))
    evening = world.add(CommunityAction, "Serata")
    other = world.add(Association, "Altra")
    world.tie(Hosting, clinic, evening)
    snapshot = world.snapshot()
    found = confidential(snapshot, scheme())
    assert {snapshot.id(int(node)) for node in np.flatnonzero(found)} == {clinic, evening}
    assert other


def test_sabotage_without_discretion_a_member_of_the_group_would_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    world, pact, _, member = group_and_member()
    monkeypatch.setattr(matching.introduction, "confidential", lambda snapshot, _: np.zeros(len(snapshot), bool))
    assert member in named(world, pact)


# -- names, worlds, bands


def test_what_a_body_gives_is_not_said_again_where_it_is_its_own_name() -> None:
    world, pact, _ = seeking("giardiniere")
    point = world.add(EmploymentBody, "Informagiovani di Borgo", offers=("informagiovani",), desk="mon-morning", **HERE)
    first = read(world, pact, point)["reasons"]
    assert first["it"][0] == "Offre «orientamento e ricerca di lavoro»: il patto non lo chiede, ma può servire."
    assert first["en"][0] == "It offers “help with finding work”: the pact does not ask for it, but it may help."


def test_what_the_pact_does_not_ask_is_named_by_what_the_body_gives() -> None:
    world, pact, _ = seeking("giardiniere")
    desk = world.add(EmploymentBody, "Il ponte", offers=("informagiovani",), desk="mon-morning", **HERE)
    first = read(world, pact, desk)["reasons"]
    assert first["it"][0] == "Offre «Informagiovani»: il patto non lo chiede, ma può servire."


def test_what_a_body_gives_is_said_where_its_name_does_not_tell_it() -> None:
    world, pact = asking(Ask(need="pomeriggi-dei-bambini"))
    club = world.add(ChildcareService, "Il girasole", offers=("doposcuola",), slots=DAY, **HERE)
    assert read(world, pact, club)["reasons"]["it"][0].endswith("offre «doposcuola».")


def test_a_care_cooperative_is_a_service_for_who_asks_for_care_and_work_for_who_seeks_it() -> None:
    world, pact = asking(Ask(need="assistenza-a-casa"))
    care = {"offers": ("assistenza-a-casa",), "sectors": ("cooperative-di-cura",), "slots": DAY}
    cooperative = world.add(Firm, "La sorgente", **HERE, **care)
    assert "servizi e uffici" in said(read(world, pact, cooperative))

    world, pact, _ = seeking("operatore-socio-sanitario")
    world.add(EmploymentBody, "Sportello", offers=("orientamento-lavoro",), desk="mon-morning", **HERE)
    cooperative = world.add(Firm, "La sorgente", occupations=("operatore-socio-sanitario",), **HERE, **care)
    world.tie(Affiliation, cooperative, world.add(TradeAssociation, "Associazione", **HERE))
    assert "il mondo del lavoro" in said(read(world, pact, cooperative))


def test_of_whom_only_what_and_where_are_known_no_strong_proposal_is_made() -> None:
    world, pact = asking(Ask(need="nido", weight=3, birth_year=2024))
    bare = world.add(ChildcareService, "Uno", offers=("nido",), min_age=0, max_age=3, **HERE)
    known = world.add(ChildcareService, "Due", offers=("micronido",), min_age=0, max_age=3, slots=DAY, **HERE)
    found = {each.resource: each for each in answered(world, pact).proposals}
    assert found[bare].score >= 0.62
    assert (found[bare].band, found[known].band) == ("possible", "strong")
    assert "little_known" in {reason.code for reason in found[bare].unknown}
    assert "little_known" not in {reason.code for reason in found[known].unknown}
    assert said(read(world, pact, bare)).endswith("Se ne sa così poco che resta una proposta possibile, non forte.")


# -- Italian for those who learn it


def speaking(language: str, *needs: str) -> dict[str, Any]:
    """What is said to a family of one who offers to practise Italian; nothing where there is no such proposal."""
    world, pact = asking(*(Ask(need=need) for need in needs), languages=(language,))
    offer = {"offers": ("conversazione-in-italiano",), "proposable_since": AGREED}
    volunteer = world.add(Person, "Volontaria", birth_year=1970, **offer, **HERE)
    world.add(Association, "Libri per tutti", offers=("biblioteca",), slots=DAY, **HERE)
    return {} if proposal(world, pact, volunteer) is None else read(world, pact, volunteer)


def test_who_speaks_italian_is_not_sent_to_practise_it_for_company() -> None:
    assert speaking("lingua-araba", "socialita")
    assert not speaking("lingua-italiana", "socialita")


def test_who_speaks_some_italian_and_asks_to_learn_it_is() -> None:
    assert speaking("lingua-italiana", "imparare-italiano", "biblioteca")


def test_of_a_course_of_italian_nobody_asks_whether_another_language_is_spoken() -> None:
    world, pact = asking(Ask(need="imparare-italiano"), Ask(need="biblioteca"), languages=("lingua-araba",))
    course = world.add(Opportunity, "Il corso", form="course", offers=("corso-italiano",), slots=DAY, **HERE)
    library = world.add(Association, "Libri per tutti", offers=("biblioteca",), slots=DAY, **HERE)
    assert "parla arabo" not in said(read(world, pact, course))
    assert "parla arabo" in said(read(world, pact, library))


# -- what would open more


@pytest.mark.parametrize("known", [False, True])
def test_without_an_open_job_the_contacts_that_are_proposed_can_be_asked(known: bool) -> None:
    world, pact, _ = seeking("giardiniere", asks=(Ask(need="posto-di-lavoro"), Ask(need="biblioteca")))
    world.add(Association, "Libri per tutti", offers=("biblioteca",), slots=DAY, **HERE)
    firm = world.add(Firm, "Giardini", occupations=("giardiniere",), **HERE)
    if known:
        world.tie(Affiliation, firm, world.add(TradeAssociation, "Associazione", **HERE))
    gaps = [gap.code for gap in answered(world, pact).gaps]
    assert ("no_open_post" in gaps, "unmet" in gaps) == (known, not known)


def test_how_far_says_from_where() -> None:
    world, pact = asking(Ask(need="biblioteca"), max_km=20)
    world.place("019002", "Vicina", 45.38, 9.70)
    near, far = (
        world.add(Association, name, comune=comune, offers=("biblioteca",), slots=DAY)
        for name, comune in (("Qui", "019001"), ("Là", "019002"))
    )
    assert read(world, pact, near)["what"]["it"].startswith("Associazione a Borgo, nello stesso comune; orari:")
    world.remove(near)
    found = read(world, pact, far)["what"]
    assert found["it"].startswith("Associazione a Vicina, a 9 km da Borgo; orari:")
    assert found["en"].startswith("Association in Vicina, 9 km from Borgo; hours:")
