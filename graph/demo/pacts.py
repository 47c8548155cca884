"""Pacts as records, with their party, their operator and the body that signs them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from typing import Any

from graph.demo.catalogue.autonomy_plans import AutonomyPlan
from graph.demo.catalogue.inclusion_plans import InclusionPlan, Wish
from graph.demo.catalogue.public import DISTRICT_OFFICE
from graph.demo.choosing import Bound
from graph.demo.draws import listed, pick
from graph.demo.fitting import meets
from graph.demo.parties import Tongues
from graph.demo.placing import Placed
from graph.demo.stage import Stage
from graph.kinds import AutonomyPact, CaseManagement, InclusionPact, PactParty, Signature, Work

OPERATORS = 3
"""Operators of each district."""
SIGNERS = ("aiuto-economico", "oratorio", "caritas", "centro-per-le-famiglie", "banca-del-tempo")
WORK_SIGNERS = ("servizi-al-lavoro", "centro-per-l-impiego", "cooperativa-sociale-b", "informagiovani")
SIGNER_KM = 25.0


@dataclass(frozen=True, slots=True)
class Signed:
    """A pact's record, its position among all nodes, and what it was made from."""

    node: InclusionPact | AutonomyPact
    bound: Bound
    position: int


def operators(stage: Stage) -> dict[int, list[int]]:
    """Persons who work for the office of each district, by district."""
    community, found = stage.community, dict[int, list[int]]()
    for row in listed(community.directory.rows(DISTRICT_OFFICE)):
        office = community.bodies[row]
        district = int(community.ground.district[office.comune])
        for _ in range(OPERATORS):
            person = stage.adult(office.comune, 28, 60, idle=True)
            if person is not None:
                found.setdefault(district, []).append(person)
                stage.add(Work, stage.person(person), stage.body(office), years=6,
                          role="employee", occupation="educatore", strength="strong")  # fmt: skip
    return found


def sign(
    stage: Stage, bounds: Sequence[Bound], spoken: Tongues, following: dict[int, list[int]], ids: Iterator[str]
) -> list[Signed]:
    """The records of all pacts, and the ties that bind them."""
    found: list[Signed] = []
    for bound in bounds:
        community = stage.community
        node = (
            _inclusion(stage, bound, spoken, next(ids))
            if bound.family >= 0
            else _autonomy(stage, bound, spoken, next(ids))
        )
        position = stage.roll.pacts + len(found)
        found.append(Signed(node, bound, position))
        since: dict[str, Any] = {"valid_from": node.signed_on, "valid_to": node.closes_on if bound.closed else None}
        stage.add(PactParty, stage.party(bound), position, **since)
        district = int(community.ground.district[bound.comune])
        able = following.get(district) or [row for rows in following.values() for row in rows]
        if able:
            stage.add(CaseManagement, stage.person(pick(stage.rng, able)), position, **since)
        partner = _partner(stage, bound)
        if partner:
            stage.add(Signature, stage.body(partner), position, **since)
    return found


def _partner(stage: Stage, bound: Bound) -> Placed | None:
    """A body that signs, and so is no answer any more: none that meets a wish, where another is there."""
    offers = SIGNERS if bound.family >= 0 else WORK_SIGNERS
    needed, wanted = meets(*(wish.need for wish in bound.plan.wishes)), pick(stage.rng, offers)
    for codes, most_km in (({wanted}, SIGNER_KM), (set(offers), 10 * SIGNER_KM)):
        found = stage.nearest(
            bound.comune,
            stage.around.giving(codes),
            most_km,
            lambda body: not needed & set(body.node.offers) and body.row not in stage.kept,
        )
        if found:
            return found
    offices = stage.around.giving(DISTRICT_OFFICE.offers)
    return stage.nearest(bound.comune, offices, inf, lambda body: body.template is DISTRICT_OFFICE)


def _times(stage: Stage, bound: Bound) -> dict[str, object]:
    """Open pacts are under way; closed ones ended some months ago."""
    today, rng = stage.today, stage.rng
    if bound.closed:
        closes = today - timedelta(days=int(rng.integers(20, 180)))
        signed = closes - timedelta(days=int(rng.integers(240, 420)))
        return {"status": "closed", "signed_on": signed, "review_on": closes - timedelta(days=30), "closes_on": closes}
    signed = today - timedelta(days=int(rng.integers(10, 200)))
    return {
        "status": "open",
        "signed_on": signed,
        "review_on": today + timedelta(days=int(rng.integers(7, 90))),
        "closes_on": signed + timedelta(days=int(rng.integers(300, 420))),
    }


def _common(stage: Stage, bound: Bound, languages: tuple[str, ...], new_id: str) -> dict[str, object]:
    plan = bound.plan
    return {
        "id": new_id,
        "synthetic": True,
        "comune": stage.community.ground.code(bound.comune),
        **_times(stage, bound),
        "budget_eur": plan.budget_eur,
        "asks": [_ask(stage, bound, wish) for wish in plan.wishes],
        "goals": plan.goals,
        "gives": plan.gives,
        "languages": languages,
        "available": plan.available,
        "travel": plan.travel,
        "max_km": plan.max_km,
        "max_cost_eur": plan.max_cost_eur,
        "prefers": plan.prefers,
        "avoids": plan.avoids,
        "party_commitments": plan.party,
        "partner_commitments": plan.partner,
    }


def _ask(stage: Stage, bound: Bound, wish: Wish) -> dict[str, object]:
    """The wish, with the year of birth of the member whose it is."""
    member = stage.member(bound, *wish.ages) if wish.ages else None
    year = None if member is None else int(stage.community.birth_year[member])
    return {"need": wish.need, "birth_year": year, "slots": wish.slots, "weight": wish.weight}


def _inclusion(stage: Stage, bound: Bound, spoken: Tongues, new_id: str) -> InclusionPact:
    plan = bound.plan
    fields = _common(stage, bound, spoken.of_family(bound.family), new_id)
    target = plan.target if isinstance(plan, InclusionPlan) else None
    return InclusionPact.model_validate(fields | {"name": f"Patto di inclusione n. {bound.number}", "target": target})


def _autonomy(stage: Stage, bound: Bound, spoken: Tongues, new_id: str) -> AutonomyPact:
    plan = bound.plan
    fields = _common(stage, bound, spoken.of_person(bound.person), new_id)
    fields["name"] = f"Patto di autonomia n. {bound.number}"
    if isinstance(plan, AutonomyPlan):
        fields |= {
            "birth_year": int(stage.community.birth_year[bound.person]),
            "occupations": plan.occupations,
            "skills": plan.skills,
            "licences": plan.licences,
            "enterprise": plan.enterprise,
            "education": plan.education,
        }
    return AutonomyPact.model_validate(fields)
