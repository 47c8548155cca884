"""Names and addresses that a register writes in capitals, in the form in which an Italian reads them."""

import re
from typing import Final

READ: Final = frozenset({"name", "address"})
"""The fields whose texts are given these letters."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES: Final = _words(
    "ad di del dello della dei degli delle da dal dallo dalla dai dagli dalle a al allo alla ai agli alle in nel "
    "nello nella nei negli nelle su sul sullo sulla sui sugli sulle con per tra fra e ed o od ex che de' ne' co'"
)
_ARTICLES: Final = _words("il lo la i gli le un una")
_ELIDED: Final = _words("d dell dall all nell sull coll l un c quell")
_TITLED: Final = _words(
    "associazione fondazione cooperativa società gruppo circolo centro civile sociale oratorio scuola asilo nido "
    "infanzia onlus odv aps asd farmacia residenza casa istituto sportiva dilettantistica"
)
"""An article after one of these begins the body's own name: "Fondazione La Pace"."""
_ACRONYMS: Final = _words(
    "ABC ABIO ACAT ACLI ADA AFM AIDO AIDS AIMA AMI ANC ANCOS ANFFAS ANMIC ANPI ANTEAS APC APS ARCI ASD ASP ASST ATS "
    "AVIS AVULSS CADASH CAI CFP CGIL CISL CPIA CRI CSI CTP ETS GSD GSO GVA IC IIS IPC IPIA IRCCS ISPE ITC ITI ITIS "
    "ITS LAE LILT ODV ONLUS ONG OSS RSA RSD SAS SOS SPA SRL SSD UCIPEM UIL UISP UNITRE US USD"
)
_SHORT: Final = frozenset({"DR", "GR", "SC"})
"""Without vowels, and yet no acronyms."""
_ENDINGS: Final = frozenset({"LLI", "LLA", "SSA", "SSE", "NA", "NE", "ZA", "ZZA"})
"""What follows the point of a shortened word: "Dott.ssa", "F.lli", "P.za"."""
_GRADES: Final = frozenset({"sec", "sec.", "secondaria"})
"""After these words I is a number."""
_APOCOPES: Final = frozenset({"DE'", "CA'", "PO'", "MO'", "BE'", "FRA'", "NE'", "CO'"})
_ACCENTED: Final = {"A": "à", "E": "è", "I": "ì", "O": "ò", "U": "ù"}

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’](?![^\W\d_])|(?:['’.][^\W\d_]+)+['’]?)?\.?")
"""Letters, with an apostrophe that ends them, or with apostrophes and points within."""
_ROMAN: Final = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_VOWELS: Final = re.compile("[AEIOUYÀÈÉÌÒÙ]")
_OPENING: Final = re.compile(r"(?:^|[“«(:/_]\s*|\s[-–]\s*)$")
"""What stands before a word that begins a name or a part of it; a straight quote does where it opens."""


def as_read(name: str) -> str:
    """A name without small letters in title case; any other as it is, for somebody chose its letters.

    Particles become small ("Croce Verde di Crema"), acronyms stay ("A.S.D.", "ONLUS", "Giovanni XXIII"), and an
    apostrophe that stands for an accent becomes one ("CITTA'", "Città"). Applied twice it changes nothing.
    """
    if name != name.upper() or name == name.lower():
        return name
    quoted = re.search(r"(?:^|\W)['’]\w", name) is not None
    parts: list[str] = []
    end, before = 0, ""
    for match in _WORD.finditer(name):
        gap = name[end : match.start()]
        first = _begins(name[: match.start()])
        parts += [gap, _word(match[0], before, first=first, quoted=quoted)]
        end, before = match.end(), parts[-1].casefold()
    return "".join([*parts, name[end:]])


def _begins(before: str) -> bool:
    """Whether a part of the name begins after this much of it."""
    opens = before.rstrip().endswith('"') and before.count('"') % 2 == 1
    return opens or _OPENING.search(before) is not None


def _word(word: str, before: str, *, first: bool, quoted: bool) -> str:
    """One word of a name in capitals, after the word `before`."""
    if "." in word.rstrip("."):
        parts = re.split(r"(?<=\.)(?=.)", word)
        return "".join(
            _part(part, before if place == 0 else ".", first=first and place == 0, quoted=quoted)
            for place, part in enumerate(parts)
        )
    head, sign, rest = _elision(word)
    if rest and len(head) > 4 and head.endswith("TA"):  # "COMUNITA'DI": a space is missing
        return f"{_word(head + sign, before, first=first, quoted=quoted)} {_plain(rest, '', first=False)}"
    if rest:
        prefix = head.lower() if head.casefold() in _ELIDED and not first else head.capitalize()
        return prefix + sign + (rest.lower() if rest == "S" else _plain(rest, "", first=True))
    return _plain(word if quoted else _with_accent(word), before, first=first)


def _part(part: str, before: str, *, first: bool, quoted: bool) -> str:
    """What stands between two points of a word: letters of an acronym, a shortened word, its ending."""
    bare = part.rstrip(".")
    if len(bare) == 1:
        return part
    if before == "." and bare in _ENDINGS:
        return part.lower()
    return _word(part, before, first=first, quoted=quoted)


def _elision(word: str) -> tuple[str, str, str]:
    """What stands before an apostrophe within a word, the apostrophe, and what follows it."""
    match = re.fullmatch(r"([^'’]+)(['’])(.+)", word)
    return (match[1], match[2], match[3]) if match else (word, "", "")


def _plain(word: str, before: str, *, first: bool) -> str:
    """A word without elision."""
    small, bare = word.lower(), word.rstrip(".'’")
    if word.endswith(".") and len(bare) == 1:
        return word
    if not first and (small in _PARTICLES or small == "è"):
        return small
    if not first and small in _ARTICLES and not (word == "I" and before in _GRADES):
        return small.capitalize() if before in _TITLED else small
    kept = bare in _ACRONYMS or _is_numeral(bare) or (len(bare) > 1 and not _VOWELS.search(bare) and bare not in _SHORT)
    return word if kept else word.capitalize()


def _is_numeral(word: str) -> bool:
    return len(word) > 1 and _ROMAN.fullmatch(word) is not None


def _with_accent(word: str) -> str:
    """The word with the accent that an apostrophe at its end stands for; "de'" and its like are shortened words."""
    letter = word[-2:-1]
    if not word.endswith(("'", "’")) or word.replace("’", "'") in _APOCOPES or letter not in _ACCENTED:
        return word
    accent = "é" if word[:-1].endswith("CHE") else _ACCENTED[letter]
    return (word[:-2] + accent).upper()
