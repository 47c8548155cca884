"""What a sound scheme is: each rule looks at the whole declaration and says in both languages what is wrong."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from graph.errors import InvalidRecord, Text
from graph.vocabulary.concept import FACETS, Concept, Facet
from graph.vocabulary.text import fold

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NOTATION = re.compile(r"(isco08|esco|ateco2025):[A-Za-z0-9.-]+")

_AT_HOME: Mapping[str, Facet] = {"isco08": "occupation", "ateco2025": "sector"}

Rule = Callable[[Sequence[Concept]], Iterator[Text]]


def check(concepts: Sequence[Concept]) -> None:
    """Pass a sound declaration.

    Raises InvalidRecord with every fault found: a wrong declaration cannot start the program.
    """
    faults = [fault for rule in RULES for fault in rule(concepts)]
    if faults:
        raise InvalidRecord(
            "Vocabolario non valido. " + " ".join(fault.it for fault in faults),
            "The vocabulary is not valid. " + " ".join(fault.en for fault in faults),
        )


def _codes_are_unique_and_well_formed(concepts: Sequence[Concept]) -> Iterator[Text]:
    seen: set[str] = set()
    for concept in concepts:
        if concept.code in seen:
            yield Text(f"Codice ripetuto: «{concept.code}».", f'Code declared twice: "{concept.code}".')
        if not _CODE.fullmatch(concept.code):
            yield Text(
                f"Codice «{concept.code}»: usare minuscole senza accenti, unite da trattini.",
                f'Code "{concept.code}": use small letters without accents, joined by hyphens.',
            )
        seen.add(concept.code)


def _facets_are_known(concepts: Sequence[Concept]) -> Iterator[Text]:
    for concept in concepts:
        if concept.facet not in FACETS:
            yield Text(
                f"«{concept.code}»: genere «{concept.facet}» sconosciuto; usare uno tra {', '.join(FACETS)}.",
                f'"{concept.code}": unknown facet "{concept.facet}"; use one of {", ".join(FACETS)}.',
            )


def _labels_tell_one_concept(concepts: Sequence[Concept]) -> Iterator[Text]:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for label in (concept.code, *concept.labels):
            if not fold(label):
                yield Text(f"«{concept.code}»: una voce è vuota.", f'"{concept.code}": a label is empty.')
            owners[fold(label)].add(concept.code)
    for label, codes in owners.items():
        if label and len(codes) > 1:
            both = ", ".join(sorted(codes))
            yield Text(f"La voce «{label}» indica più concetti: {both}.", f'"{label}" names several concepts: {both}.')


def _references_exist(concepts: Sequence[Concept]) -> Iterator[Text]:
    known = {concept.code for concept in concepts}
    for concept in concepts:
        for target in (*concept.related, *([concept.broader] if concept.broader else [])):
            if target not in known:
                yield Text(
                    f"«{concept.code}» rimanda a «{target}», che non esiste.",
                    f'"{concept.code}" points to "{target}", which does not exist.',
                )


def _broader_stays_in_its_facet(concepts: Sequence[Concept]) -> Iterator[Text]:
    facet = {concept.code: concept.facet for concept in concepts}
    for concept in concepts:
        if concept.broader in facet and facet[concept.broader] != concept.facet:
            yield Text(
                f"«{concept.code}» e il concetto più ampio «{concept.broader}» sono di generi diversi.",
                f'"{concept.code}" and its broader concept "{concept.broader}" are of different facets.',
            )


def _no_circle(concepts: Sequence[Concept]) -> Iterator[Text]:
    broader = {concept.code: concept.broader for concept in concepts}
    for concept in concepts:
        if concept.code in ascend(concept.code, broader):
            yield Text(
                f"«{concept.code}» è più ampio di sé stesso: togliere il giro.",
                f'"{concept.code}" is broader than itself: break the circle.',
            )


def _related_is_not_hierarchy(concepts: Sequence[Concept]) -> Iterator[Text]:
    """SKOS S27: related is disjoint with broader, at any distance."""
    broader = {concept.code: concept.broader for concept in concepts}
    for concept in concepts:
        line = {concept.code, *ascend(concept.code, broader)}
        for other in concept.related:
            if other in line or concept.code in ascend(other, broader):
                yield Text(
                    f"«{concept.code}» e «{other}» sono già l'uno sopra l'altro: non dichiararli collegati.",
                    f'"{concept.code}" and "{other}" are already one above the other: do not relate them.',
                )


def _notations_are_clear(concepts: Sequence[Concept]) -> Iterator[Text]:
    owners: dict[str, str] = {}
    for concept in concepts:
        for notation in (*concept.exact, *concept.close):
            if not _NOTATION.fullmatch(notation):
                yield Text(
                    f"«{concept.code}»: codice esterno «{notation}» illeggibile; scriverlo come «isco08:6113».",
                    f'"{concept.code}": unreadable notation "{notation}"; write it as "isco08:6113".',
                )
        for notation in concept.exact:
            if owners.setdefault(notation, concept.code) != concept.code:
                yield Text(
                    f"«{notation}» è esatto sia per «{owners[notation]}» sia per «{concept.code}».",
                    f'"{notation}" is exact for both "{owners[notation]}" and "{concept.code}".',
                )


def _notations_keep_to_their_facet(concepts: Sequence[Concept]) -> Iterator[Text]:
    """A firm's activity code must lead to a sector, never to a service that happens to share it."""
    for concept in concepts:
        for notation in (*concept.exact, *concept.close):
            if (home := _AT_HOME.get(notation.partition(":")[0])) not in (None, concept.facet):
                yield Text(
                    f"«{concept.code}»: «{notation}» è ammesso solo nel genere «{home}».",
                    f'"{concept.code}": "{notation}" is allowed only in the facet "{home}".',
                )


RULES: tuple[Rule, ...] = (
    _codes_are_unique_and_well_formed,
    _facets_are_known,
    _labels_tell_one_concept,
    _references_exist,
    _broader_stays_in_its_facet,
    _no_circle,
    _related_is_not_hierarchy,
    _notations_are_clear,
    _notations_keep_to_their_facet,
)


def ascend(code: str, broader: Mapping[str, str | None]) -> tuple[str, ...]:
    """The ancestors of `code`, nearest first; in a circle each is named once."""
    line: list[str] = []
    current = broader.get(code)
    while current is not None and current not in line:
        line.append(current)
        current = broader.get(current)
    return tuple(line)
