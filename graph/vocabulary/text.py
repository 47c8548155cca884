# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false
"""How words are compared: accents and case folded, stop words of both languages dropped, inflection cut off."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

_STOP_IT = """a ad agli ai al alla alle allo anche che chi ci come con cui da dagli dai dal dalla dalle dei del della
delle dello degli di e ed fa fare gli ha hanno ho i il in io la le lei li lo loro lui ma me mi mio mia
miei mie nel nella nelle nei negli nello noi non o per piu po qualche qualcosa qualcuno se si sia sono
su sua sue sui sul sulla suo suoi sugli tra fra tu tuo tua un una uno voi vorrei vorrebbe vuole cerco
cerca cercano serve servirebbe bisogno avere quando mentre ogni abbiamo ancora anno anni cosa deve devo dove dovrei
era essere gia mai molta molto ne perche posso potrebbe potrei proprio puo quella quello questa questo riesce
riesco sa sei sempre siamo so spesso sta stata stati stato sto tanta
tanto troppa troppo tutta tutte tutti tutto va vado vogliamo voglio
volevo vorremmo"""

_STOP_EN = """about am an and are as at be by can do does for from get has have he her him his i in into is it its me my
need needs needed of on or our she so somebody someone something some that the their them there they this to us want
wants was we who with would you your looking all always any anymore been being but could did
didn doesn don every got had how if isn just know like more much must never no not often one should still
too very what when where which will won year years"""

STOP_WORDS = frozenset(f"{_STOP_IT} {_STOP_EN}".split())

# l'italiano, dell'infanzia, c'è; children's, I'd: the apostrophe tells an article from the letter of "patente C"
_ELISION = re.compile(r"\b(?:[cdlmnstv]|un|(?:a|da|de|ne|su)ll|quest)['’]|['’](?:s|d|t|m|ll|re|ve)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_VOWELS = "aeiou"
_LOST = tuple("aeiouy")
_SHORTEST_STEM = 3
_SHORTEST_CUT = 4  # of what the Italian stemmer leaves: it makes "mar" of "marito" and of "mare"
_SHORTEST_INFLECTED = 4


def fold(text: str) -> str:
    """`text` in small letters, without accents, with every run of other signs turned into one space."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def words(text: str) -> tuple[str, ...]:
    """The telling words of `text`, folded; a text of stop words only keeps them all."""
    every = tuple(fold(_ELISION.sub(" ", text)).split())
    return tuple(word for word in every if word not in STOP_WORDS) or every


@lru_cache(maxsize=1)
def _stemmers() -> tuple[Any, Any]:
    """The two Snowball stemmers, imported when first used: start-up matters more than the first search."""
    from snowballstemmer import stemmer

    return stemmer("italian"), stemmer("english")


@lru_cache(maxsize=8192)
def stems(word: str) -> frozenset[str]:
    """The stems of a folded word in both languages, and the word without its last vowels.

    The Italian stemmer parts "italiano" (ital) from "italiana" (italian): the third form brings them together. A stem
    that has lost a vowel is marked with a hyphen, lest "stampa" and "stamps" share one, or "care" and "car".
    """
    italian, english = _stemmers()
    mark = "-" if word.removesuffix("s")[-1:] in _LOST else ""
    light, cut = singular(word), italian.stemWord(word)
    kept = {stem + mark for stem, least in ((light, _SHORTEST_STEM), (cut, _SHORTEST_CUT)) if len(stem) >= least}
    return frozenset({word, english.stemWord(word), *kept})


def singular(word: str) -> str:
    """A light stem, for confident matches: number and gender cut off, the rest of the word kept.

    "giardinieri" and "giardiniere" agree, "compagna" and "compagnia" do not.
    """
    if len(word) < _SHORTEST_INFLECTED:
        return word
    if word.endswith("ies"):
        return word[:-3]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word[-1] in _VOWELS or word[-1] == "y":
        word = word[:-1]
    return word.removesuffix("h")  # banca, banche
