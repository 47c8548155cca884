"""The words that pacts, people and resources are described with: listed, and found by what somebody typed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from graph.errors import Text, UsageError

if TYPE_CHECKING:
    from graph.vocabulary import Facet
    from graph.vocabulary.classification import Classification

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
    of: Annotated[
        str | None,
        Option(
            "--of",
            Text(
                "Cerca in una classificazione ufficiale: «ateco», o la cartella con i CSV di ESCO, ISCO-08 o ATECO.",
                "Look in an official classification: “ateco”, or the folder with the CSVs of ESCO, ISCO-08 or ATECO.",
            ),
            shown="C",
        ),
    ] = None,
) -> Reply:
    """The vocabulary, or what of it the words may mean, best first."""
    from graph.vocabulary import scheme
    from graph.vocabulary import search as concepts_like

    chosen = facet_named(facet) if facet else None
    if of is not None:
        return entries_of(of, text, chosen)
    if text is None:
        codes = [each.code for each in scheme().concepts if chosen in (None, each.facet)]
    else:
        codes = [hit.code for hit in concepts_like(text, limit=MOST_FOUND, facet=chosen)]
    data = [described(code) for code in codes]
    return Reply(data, lambda screen: draw(screen, data))


def entries_of(of: str, text: str | None, facet: "Facet | None") -> Reply:
    """The entries of a classification that the words may mean, each with the concept of ours that it leads to.

    Raises UsageError without words, InputError for a folder that holds no classification.
    """
    from graph.vocabulary import scheme

    if not text:
        raise UsageError(
            "Con --of serve anche che cosa cercare: legami concepts giardiniere --of ateco.",
            "With --of say also what to look for: legami concepts gardener --of ateco.",
        )
    published = classification(of)
    notation = published.resolve(text)
    found = [published.get(notation)] if notation else [hit.entry for hit in published.search(text, limit=MOST_FOUND)]
    data = [
        {
            "notation": entry.notation,
            "label": {"it": entry.it or None, "en": entry.en or None},
            "facet": entry.facet,
            "concept": published.concept(entry.notation, scheme()),
        }
        for entry in found
        if facet in (None, entry.facet)
    ]
    return Reply(data, lambda screen: draw_entries(screen, data))


def classification(of: str) -> "Classification":
    """The classification of a name or folder; raises InputError."""
    from graph.vocabulary.activities import activities
    from graph.vocabulary.extracts import read_classifications

    return activities() if of.casefold() == "ateco" else read_classifications(Path(of))


def draw_entries(screen: Screen, data: list[dict[str, Any]]) -> None:
    """Entries for people: the official title and code, and our word for it."""
    from api.cli.wording import concept

    if not data:
        screen.say(Text("Nessuna voce con queste parole.", "No entry with these words."))
        return
    heads = (Text("Voce", "Entry"), Text("Codice ufficiale", "Official code"), Text("Da noi", "In our words"))
    other = {"it": "en", "en": "it"}[screen.language]
    screen.table(
        heads,
        [
            (
                one["label"][screen.language] or one["label"][other],
                one["notation"],
                concept(one["concept"])[screen.language] if one["concept"] else "",
            )
            for one in data
        ],
    )


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
