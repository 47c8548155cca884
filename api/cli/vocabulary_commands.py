"""The words that pacts, people and resources are described with: listed, and found by what somebody typed."""

from typing import TYPE_CHECKING, Annotated, Any, Final

from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from graph.errors import Text, UsageError

if TYPE_CHECKING:
    from graph.vocabulary import Facet

FACETS: Final["dict[Facet, Text]"] = {
    "help": Text("aiuto", "help"),
    "skill": Text("capacità", "skill"),
    "occupation": Text("mestiere", "occupation"),
    "sector": Text("settore", "sector"),
    "language": Text("lingua", "language"),
    "licence": Text("patente o abilitazione", "licence"),
}
MOST_FOUND: Final = 50


def concepts(
    session: Session,
    text: Annotated[
        str | None, Argument(Text("Parole da cercare; senza, tutto.", "Words to look for; without, all."), "TEXT")
    ] = None,
    facet: Annotated[
        str | None,
        Option(
            "--facet", Text(f"Solo di un tipo: {', '.join(FACETS)}.", f"Of one sort: {', '.join(FACETS)}."), shown="F"
        ),
    ] = None,
) -> Reply:
    """The vocabulary, or what of it the words may mean, best first."""
    from graph.vocabulary import scheme
    from graph.vocabulary import search as concepts_like

    chosen = facet_named(facet) if facet else None
    if text is None:
        codes = [each.code for each in scheme().concepts if chosen in (None, each.facet)]
    else:
        codes = [hit.code for hit in concepts_like(text, limit=MOST_FOUND, facet=chosen)]
    data = [described(code) for code in codes]
    return Reply(data, lambda screen: draw(screen, data))


def facet_named(name: str) -> "Facet":
    """A facet by its name.

    Raises UsageError.
    """
    for known in FACETS:
        if name == known:
            return known
    names = ", ".join(FACETS)
    raise UsageError(f"--facet «{name}» non c'è: scegli tra {names}.", f"No --facet “{name}”: choose of {names}.")


def described(code: str) -> dict[str, Any]:
    """A concept as the JSON contract writes it."""
    from graph.vocabulary import scheme

    concept = scheme().get(code)
    return {
        "code": concept.code,
        "label": {"it": concept.it, "en": concept.en},
        "facet": concept.facet,
        "broader": concept.broader,
    }


def draw(screen: Screen, data: list[dict[str, Any]]) -> None:
    """Concepts for people: the words, and the code that stores keep."""
    from api.cli.wording import concept

    if not data:
        screen.say(
            Text(
                "Nessuna voce del vocabolario. Prova con altre parole, o senza: legami concepts",
                "No concept of the vocabulary. Try other words, or none: legami concepts",
            )
        )
        return
    heads = (Text("Voce", "Concept"), Text("Tipo", "Sort"), Text("Sotto", "Below"), Text("Codice", "Code"))
    screen.table(
        heads,
        [
            (
                one["label"][screen.language],
                FACETS[one["facet"]][screen.language],
                concept(one["broader"])[screen.language] if one["broader"] else "",
                one["code"],
            )
            for one in data
        ],
    )


VOCABULARY_COMMANDS: Final = (
    Command(
        "concepts",
        Text(
            "Elenca le voci del vocabolario, o cerca tra loro.",
            "List the concepts of the vocabulary, or search among them.",
        ),
        concepts,
    ),
)
