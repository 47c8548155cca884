"""Words that a search must not mistake: those of persons, which tell who and not what, grave ones, and plain ones.

"Mio marito", "my son" tell of whom one speaks: a thing to which no other word of the query leads is not meant. A grave
word is what the whole sentence is about: "violenza domestica" is no domestic work, and who writes that a friend takes
drugs looks for no pharmacy. What does not meet it is left out: no answer is better than one that hurts.

None of these words holds a typing error, nor is it another one that only looks alike: "wife" is no "wifi", and who
writes "matto" means no "mattone".
"""

import re
from collections.abc import Sequence
from typing import Final

from graph.vocabulary.text import fold

_PERSONS: Final = """
marito mariti moglie mogli coniuge compagno compagna convivente fidanzato fidanzata moroso morosa amante ex padre
padri papa babbo madre madri mamma mamme figlio figlia figli figlie fratello fratelli sorella sorelle zio zia zii zie
cugino cugina cugini nipote nipoti suocero suocera suoceri genero nuora cognato cognata parente parenti uomo uomini
donna donne ragazzo ragazza ragazzi ragazze husband husbands wife wives spouse partner boyfriend girlfriend fiance
lover father fathers dad daddy mother mothers mum mummy mom son sons daughter daughters brother brothers sister
sisters uncle aunt cousin nephew niece relative relatives man men woman women boy boys girl girls carcere carceri
galera prigione detenuto detenuta detenuti detenute carcerato carcerata prison prisons jail prisoner prisoners inmate
inmates
"""
PERSONS: Final = frozenset(_PERSONS.split())
"""Who: of whose kin, or having been in prison, which is no need of its own either.

Not parents, children and grandparents: what is for their time of life is called by them.
"""

GRAVE: Final = re.compile(
    "violen[zt].*|violenc.*|picchi(?!ett).*|botte|schiaff.*|lividi|mena|menano|maltratt.*|mistreat.*|aggredi.*|assault.*"
    "|hit|hits|hitting|beat|beats|beaten|beating|battered|bruise.*|stupr.*|rap(?:e|ed|ist)|molest.*|harass.*|abus[aeio].*"
    "|stalk.*|perseguit.*|minacci.*|threat.*|terrorizz.*|terrified"
    "|femminicid.*|uccide.*|uccis.*|ammazz.*|kill|kills|killed|killing|murder.*|suicid.*|autolesion.*|harm"
    "|drog(?!h).*|drug|drugs|drugged|cocain.*|eroina|heroin.*|overdose|tossic.*|addict.*|dipendenz[ae]"
    "|alcol(?!ici).*|alcohol.*|ubriac.*|drunk.*|azzardo|slot|gambl.*|ludopat.*|anores.*|anorex.*|bulimi.*"
    "|lutto|lutti|grief|griev.*|bereave.*"
    "|tortur.*|gang|gangs|hiv|aids|palliativ.*"
    "|asylum|politic[oa]|rifugiat.*|refugee.*|profug.*|richiedent.*"
)
"""Violence, death by one's own or another's hand, addiction, mourning, the gravest illnesses, asylum."""

_PLAIN: Final = """
alcuna alcune alcuni alcuno altrimenti almeno altrove buona buone buoni buono bella belle belli bello certa certe
certi certo chissa chiunque comunque contro dentro diversa diverse diversi diverso grazie invece nostra nostre nostri
nostro persino poiche quindi secondo seconda sara saremo saro stanno siete stavo talvolta vera vere veri vero avuto
avuta nessuna circa percio affatto subito purtroppo davvero dietro cuore corpo sesso sangue mente testa faccia gamba
gambe denti razza matto matta matti matte pazzo pazza pazzi pazze folle impazzito impazzita cattivo cattiva cattivi
brutto brutta stupido stupida scemo scema bugia rabbia rancore odio odia vergogna colpa pena pace liberta dignita
amore perso persa persi perse tradito tradita tradisce tradimento geloso gelosa lite liti morire muore muoiono morto
morta morte morti tomba bara cancro tumore leucemia terminale aborto abortire sterile pieno pieni piene epilessia
epilettico epilettica epilettiche vittima vittime tratta vigilata autismo autistico autistica autistici arrestato
arrestata reato reati polizia carabinieri processo denuncia querela condanna condannato ladro rubato rubata fuggito
fuggita scappato scappata scomparso scomparsa clandestino clandestina clandestini espulso espulsa espulsione zingaro
nero nera negro razzismo razzista gay lesbica trans omosessuale prostituta prostituzione both since against sure
through throughout though thought whether something given seen taken known however perhaps thanks below likely heart
body sex blood mind head leg race mad crazy insane nuts evil ugly stupid liar anger angry hate hates shame lost guilt
peace freedom dignity love cheated cheating cheats jealous lied lies left dying dies died dead death grave coffin
epilepsy epileptic victim victims full autism autistic cancer tumour tumor leukaemia terminal abortion arrested crime
police trial sentenced thief stolen stole ran escaped missing illegal deported deportation black racism racist lesbian
homosexual prostitute
"""
PLAIN: Final = frozenset(_PLAIN.split())
"""What is often said and is near in writing to words of the vocabulary that mean something else."""

_OWN: Final = r"(?:(?:il|la|un|una|mi[oa]|su[oa]|nostr[oa]|my|our|her|his|the|a)\s+)*"
_NEAR_IT: Final = "(?:marito|moglie|compagn[oa]|convivente|fidanzat[oa]|moros[oa]|padre|ex)"
_NEAR_EN: Final = "(?:husband|wife|partner|boyfriend|girlfriend|father|ex)"
_CHILD_IT: Final = "(?:bambin[oa]|bimb[oa]|figli[oa]|neonat[oa])"
_CHILD_EN: Final = "(?:baby|child|son|daughter)"
_SAID: Final = (
    ("violenza", rf"(?:paura|terrore|spaventat[ao]|terrorizzat[ao]) d(?:i|el|ella|al|alla) {_OWN}{_NEAR_IT}"),
    ("violenza", "paura di (?:tornare|andare|stare) a casa"),
    ("violenza", r"(?:mani addosso|alza(?:to)? le mani)"),
    ("violence", rf"(?:afraid|scared|frightened|terrified) of {_OWN}{_NEAR_EN}"),
    (
        "alcol",
        rf"(?:{_NEAR_IT}|madre|papà|mamma|figli[oa]|fratello|sorella) beve|bev\w+ troppo|(?:smettere|smesso) di bere",
    ),
    ("alcohol", rf"(?:he|she|{_NEAR_EN}|mother|dad|mum|son|daughter|brother|sister) drinks(?: too much)?"),
    ("alcohol", "drink(?:s|ing)? too much"),
    ("alcohol", "(?:stop|stopped|quit) drinking"),
    ("alcol", r"abus[oa] di (?:alcol\w*|alcool)"),
    ("droga", r"abus[oa] di (?:drog\w+|sostanze|farmaci)|uso di sostanze"),
    ("addiction", "(?:alcohol|drug|substance) (?:ab|mis)use|(?:stop|quit|give up) smoking"),
    ("droga", "si buca(?: le vene)?"),
    ("drug", "(?:shoots?|shooting) up"),
    ("ludopatia", r"gioc\w+ (?:(?:soldi|tutto) )?(?:alle|con le) macchinette"),
    ("ludopatia", r"giocat[oa] (?:(?:lo|la|il|i|tutto) )*(?:stipendio|pensione|casa|soldi|risparmi)|debiti di gioco"),
    ("lutto", rf"pers[oa] {_OWN}{_CHILD_IT}|mort[oa] {_OWN}{_CHILD_IT}|{_CHILD_IT} (?:è )?(?:nat[oa] )?mort[oa]"),
    ("grief", rf"lost {_OWN}{_CHILD_EN}|{_CHILD_EN} (?:has )?died|stillborn|stillbirth"),
    ("autolesionismo", "si taglia(?: le braccia| i polsi| le vene|$)"),
    ("suicidio", "si (?:è|sono) (?:ucciso|uccisa|ammazzato|ammazzata|impiccato|impiccata)"),
    ("suicide", "(?:kill|hang)(?:s|ed|ing)? (?:myself|himself|herself|themselves|themself|yourself)"),
    ("violence", "(?:he|she) touche[sd] me"),
    ("schizofrenia", "(?:sente|sento|sentire) (?:le )?voci"),
    ("schizophrenia", "hear(?:s|ing)? voices"),
    ("carcere", "arresti domiciliari|affidamento in prova"),
    ("prison", "house arrest"),
    (
        "they took my children away",
        rf"(?:kids?|{_CHILD_EN}|children) (?:(?:was|were|are|been) )?taken away(?: by social services)?",
    ),
    ("anoressia", f"{_CHILD_IT} non mangia"),
    ("beni di prima necessità", r"(?:can't|cannot|can not) (?:afford to )?feed"),
    ("solitudine", "natale (?:da )?sol[oaie]"),
    ("loneliness", "alone at christmas|christmas alone"),
    ("isolamento", rf"{_CHILD_IT} (?:sempre )?chius[oa] in (?:camera|casa|stanza)"),
    ("falls", "keeps? falling"),
    ("carrozzina", "sedia a rotelle"),
    ("home care", "bed ?sores|pressure sores"),
    ("self-harm", "(?:cuts?|cutting|hurts?) (?:my|him|her)self"),
    ("casa e affitto", r"cerc\w+ (?:una )?casa(?! di)"),
    ("anoressia", "disturb[oi] alimentar[ei]"),
    ("anorexia", "eating disorders?"),
)
"""Trouble that is said in words of other things: a word that tells it, and the patterns for which it stands."""
_PATTERNS: Final = tuple((meant, re.compile(rf"\b(?:{said})\b", re.IGNORECASE)) for meant, said in _SAID)


def decisive(words: Sequence[str]) -> frozenset[int]:
    """The places of the words of a query of which a thing must meet one: the grave, else all but those of persons."""
    grave = frozenset(place for place, word in enumerate(words) if GRAVE.fullmatch(word))
    return grave or frozenset(place for place, word in enumerate(words) if word not in PERSONS)


def is_grave(text: str) -> bool:
    """Whether a text holds a grave word."""
    return any(map(GRAVE.fullmatch, fold(text).split()))


def with_trouble_named(text: str) -> str:
    """`text` with trouble that is said in words of other things named: "mio padre beve" speaks of no bar."""
    said = " ".join(text.split())
    for meant, pattern in _PATTERNS:
        said = pattern.sub(meant, said)
    return said


def is_plain(word: str) -> bool:
    """Whether a word is known to be written right and to mean nothing but itself."""
    return word in PERSONS or word in PLAIN or GRAVE.fullmatch(word) is not None
