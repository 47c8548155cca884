"""Reasons turned into sentences: values in words, bodies by name, persons never."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.errors import Text
from graph.vocabulary import Scheme
from matching.sentences import ITSELF, LINK, PARTY, SENTENCES, WHEN, WORLD
from matching.types import Reason
from matching.words import euro, kilometres, on_date, texts_listed, week


class Renderer:
    """Turns reasons into sentences, given the titles of the nodes that they name."""

    def __init__(
        self, scheme: Scheme, titles: Mapping[str, str], contacts: Mapping[str, Sequence[Text]] | None = None
    ) -> None:
        """`titles`: names by id, for bodies and opportunities; persons are never named in a sentence.

        `contacts`: what is known of how to reach the bodies that nobody opens the door of; none where nobody looked.
        """
        self._scheme = scheme
        self._titles = titles
        self._contacts = contacts
        self._say: Mapping[str, Callable[[Any], Text]] = {
            "need": self._concept,
            "gives": self._concepts,
            "languages": self._concepts,
            "slots": week,
            "free": week,
            "on": on_date,
            "km": kilometres,
            "cost": euro,
            "ages": _ages,
            "own_ages": _all_ages,
            "other_ages": _all_ages,
            "body": self._title,
            "next": self._title,
            "steps": self._steps,
            "contact": self._contact,
            "resource": self._title,
            "party": lambda kind: PARTY[kind],
            "world": lambda name: WORLD[name],
            "link": lambda name: LINK[name],
        }

    def __call__(self, reason: Reason) -> Text:
        """The sentence of a reason."""
        if reason.code == "what":
            return self._what(reason.values)
        template = SENTENCES[ITSELF[reason.code] if self._repeats(reason) else reason.code]
        said = {key: self._say.get(key, _plain)(value) for key, value in reason.values.items()}
        it = template.it.format(**{key: text.it for key, text in said.items()})
        en = template.en.format(**{key: text.en for key, text in said.items()})
        return Text(it, en)

    def _repeats(self, reason: Reason) -> bool:
        """Whether what the resource gives is its own name: a youth information point offers youth information."""
        if reason.code not in ITSELF or not reason.evidence:
            return False
        names = {self._titles.get(id, "").casefold() for id in reason.evidence}
        return any(self._concept(code).it.casefold() in name for code in reason.values["gives"] for name in names)

    def _concept(self, code: str) -> Text:
        if code not in self._scheme:
            return Text(code, code)
        return Text(self._scheme.label(code, "it"), self._scheme.label(code, "en"))

    def _concepts(self, codes: tuple[str, ...]) -> Text:
        return texts_listed([self._concept(code) for code in codes])

    def _title(self, id: str) -> Text:
        title = self._titles.get(id, "…")
        return Text(title, title)

    def _steps(self, steps: tuple[tuple[str, str], ...]) -> Text:
        person = Text("qualcuno", "somebody")
        return texts_listed([person if step == "person" else self._title(id) for step, id in steps])

    def _contact(self, id: str) -> Text:
        """How to reach a body, in brackets; nothing where nobody looked."""
        if self._contacts is None:
            return Text("", "")
        ways = self._contacts.get(id) or [Text("recapito da trovare", "contact details to be found")]
        return Text(f" ({'; '.join(way.it for way in ways)})", f" ({'; '.join(way.en for way in ways)})")

    def _what(self, values: Mapping[str, Any]) -> Text:
        """What it is, where, when it is open, what it costs: the known parts, in one sentence."""
        kind: Text = values["kind"]
        comune, home = (self._titles.get(values.get(key) or "") for key in ("place", "home"))
        parts = [Text(f"{kind.it} {_at(comune)}", f"{kind.en} in {comune}") if comune else kind]
        if values.get("km") is not None:
            far = _far(values["km"], home)
            parts = [Text(f"{parts[0].it}, {far.it}", f"{parts[0].en}, {far.en}")]
        if values.get("slots"):
            when, label = week(values["slots"]), WHEN[values["when"]]
            parts.append(Text(f"{label.it} {when.it}", f"{label.en} {when.en}"))
        if values.get("cost") is not None:
            parts.append(euro(values["cost"]))
        return Text("; ".join(part.it for part in parts) + ".", "; ".join(part.en for part in parts) + ".")


def _at(comune: str) -> str:
    """The Italian preposition: `a Crema`, `ad Annicco`."""
    return f"{'ad' if comune[:1] in 'AÀ' else 'a'} {comune}"


def _far(km: float, home: str | None) -> Text:
    """How far it is, and from where: the comune of the party, where its name is known."""
    if km == 0:
        return Text("nello stesso comune", "in the same comune")
    far = kilometres(km)
    return Text(f"a {far.it} da {home}", f"{far.en} from {home}") if home else Text(f"a {far.it}", f"{far.en} away")


def _plain(value: Any) -> Text:
    return Text(str(value), str(value))


def _ages(limits: tuple[int | None, int | None]) -> Text:
    low, high = limits
    if low and high is not None:
        return Text(f"chi ha da {low} a {high} anni", f"ages {low} to {high}")
    if high is None:
        return Text(f"chi ha almeno {low} anni", f"ages {low} and over")
    return Text(f"chi ha al massimo {high} anni", f"ages up to {high}")


def _all_ages(ages: tuple[tuple[int, int], ...]) -> Text:
    return texts_listed([_own_ages(each) for each in ages])


def _own_ages(ages: tuple[int, int]) -> Text:
    young, old = ages
    if young == 0:
        years = "un anno" if old == 0 else "due anni"
        return Text(f"chi ha meno di {years}", f"somebody under {old + 1}")
    return Text(f"chi ha {young} o {old} anni", f"somebody of {young} or {old}")
