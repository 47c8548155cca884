"""Languages that people speak; ESCO holds each as a skill."""

from graph.vocabulary.concept import Concept

# code, Italian adjective, English name, ESCO identifier
_SPOKEN = (
    ("lingua-italiana", "italiano", "Italian", "87219dfe-a21c-4160-8cc8-1eabf9b16b44"),
    ("lingua-araba", "arabo", "Arabic", "33859d93-987c-4caa-a0a9-6159ea7bbc2a"),
    ("lingua-inglese", "inglese", "English", "6d3edede-8951-4621-a835-e04323300fa0"),
    ("lingua-francese", "francese", "French", "e747e77e-0ea1-4001-8b07-1d11946b5f1b"),
    ("lingua-spagnola", "spagnolo", "Spanish", "14ee9f76-3524-43d5-8a1a-5ba8283f8bd7"),
    ("lingua-rumena", "rumeno", "Romanian", "4b9f1ae5-0ee6-4738-8999-9b8191fba808"),
    ("lingua-albanese", "albanese", "Albanian", "f1a08ec9-32d2-4e52-ba4a-66e049019be8"),
    ("lingua-ucraina", "ucraino", "Ukrainian", "354b948c-7eef-4ebc-bfd6-f60d7d5acb62"),
    ("lingua-punjabi", "punjabi", "Punjabi", "e05b9e06-d298-4646-b762-acbd485a20e9"),
    ("lingua-hindi", "hindi", "Hindi", "d93a7370-bf56-43f5-be54-e108f8ec3107"),
    ("lingua-urdu", "urdu", "Urdu", "bc546a09-1103-4184-b757-3508ef5f8490"),
    ("lingua-cinese", "cinese", "Chinese", "1fe42b38-cd42-4fc7-ae77-14e4c9e96295"),
)


def _language(code: str, it: str, en: str, esco: str) -> Concept:
    """One spoken language, with the ways an operator writes it."""
    return Concept(
        code=code,
        facet="language",
        it=it,
        en=en,
        alt_it=(f"lingua {it}", f"parlare {it}"),
        alt_en=(f"{en} language", f"speaking {en}"),
        exact=(f"esco:{esco}",),
    )


LANGUAGES: tuple[Concept, ...] = (
    *(_language(*row) for row in _SPOKEN),
    Concept(
        code="lingua-dei-segni-italiana",
        facet="language",
        it="lingua dei segni italiana (LIS)",
        en="Italian sign language",
        alt_it=("lingua dei segni", "LIS"),
        alt_en=("sign language",),
    ),
)
