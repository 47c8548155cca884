"""Names in capitals as an Italian reads them; whoever chose the letters keeps them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importers.naming import as_read
from graph.territory.names import fold

NAMES = {
    # particles, articles, elisions
    "AMICI DELL'OSPEDALE": "Amici dell'Ospedale",
    "CENTRO DI AIUTO ALLA VITA": "Centro di Aiuto alla Vita",
    "PRO LOCO SPINO D'ADDA APS": "Pro Loco Spino d'Adda APS",
    "L'ALVEARE ODV": "L'Alveare ODV",
    "DELL'INFANZIA COMUNALE": "Dell'Infanzia Comunale",
    "TORRE DE' PICENARDI": "Torre de' Picenardi",
    "CIRCOLO PARROCCHIALE SANT'ANTONIO ABATE APS": "Circolo Parrocchiale Sant'Antonio Abate APS",
    "FONDAZIONE LA PACE ONLUS": "Fondazione La Pace ONLUS",
    "ASSOCIAZIONE DONNE CONTRO LA VIOLENZA": "Associazione Donne Contro la Violenza",
    "I DUE NAVIGLI O.D.V.": "I Due Navigli O.D.V.",
    "VOLONTARI A POZZAGLIO - ODV": "Volontari a Pozzaglio - ODV",
    "AGNESE'S FRIENDS ODV": "Agnese's Friends ODV",
    # quotes and other signs
    '"IL GIRASOLE" ASSOCIAZIONE ODV': '"Il Girasole" Associazione ODV',
    'SCUOLA MATERNA "MONUMENTO AI CADUTI"DI GUSSOLA': 'Scuola Materna "Monumento ai Caduti"di Gussola',
    "LA TORRE NERA - LA ZOLLA": "La Torre Nera - La Zolla",
    "RED & BLUE ASD": "Red & Blue ASD",
    "FARMACIA CORBARI S.R.L._CINGIA DE' BOTTI": "Farmacia Corbari S.R.L._Cingia de' Botti",
    # acronyms, forms of companies, numerals, shortened words
    "A.S.D. POLISPORTIVA CREMA": "A.S.D. Polisportiva Crema",
    "A.S.D POLISPORTIVA CREMA": "A.S.D Polisportiva Crema",
    "AVIS COMUNALE DI MADIGNANO": "AVIS Comunale di Madignano",
    "RSA S. VINCENZO": "RSA S. Vincenzo",
    "CASA DI CURA FIGLIE DI S.CAMILLO-CR": "Casa di Cura Figlie di S.Camillo-CR",
    "A.F.M. CREMONA S.P.A. - COMUNALE N. 1": "A.F.M. Cremona S.P.A. - Comunale N. 1",
    "FARMACIA DOTT.SSA PRIORI & C. SNC": "Farmacia Dott.ssa Priori & C. SNC",
    "ORATORIO SAN PIO X APS": "Oratorio San Pio X APS",
    'IC SONCINO "GIOVANNI XXIII"': 'IC Soncino "Giovanni XXIII"',
    "SCUOLA SEC. I GRADO TRIGOLO": "Scuola Sec. I Grado Trigolo",
    # apostrophes that stand for accents
    "SOCIETA' COOPERATIVA": "Società Cooperativa",
    "INSIEME E' MEGLIO ODV": "Insieme è Meglio ODV",
    "\"LA CITTA' DELL'UOMO\"": '"La Città dell\'Uomo"',
    "DUE PIU' DUE": "Due Più Due",
    "PERCHE' NO": "Perché No",
    "COMUNITA'DI PADERNO": "Comunità di Paderno",
    "CIRCOLO 'LA TORRE'": "Circolo 'La Torre'",
    "CA' DE' MARI": "Ca' de' Mari",
    # somebody chose the letters, or there are none
    "Primaria - A. Manzoni": "Primaria - A. Manzoni",
    "iSOLA": "iSOLA",
    "2009": "2009",
    "": "",
}


@pytest.mark.parametrize(("written", "read"), NAMES.items())
def test_a_name_is_given_the_letters_in_which_people_read_it(written, read):
    assert as_read(written) == read


ADDRESSES = {
    "VIA 24 MAGGIO, 16": "Via 24 Maggio, 16",
    "VIA XX SETTEMBRE 4/B": "Via XX Settembre 4/B",
    "VIA S.FRANCESCO D'ASSISI 1": "Via S.Francesco d'Assisi 1",
    "P.ZZA LIBERTA' 8": "P.zza Libertà 8",
    "VIA F.LLI BANDIERA, 2": "Via F.lli Bandiera, 2",
    "Via dei Mille, 3": "Via dei Mille, 3",
}


@pytest.mark.parametrize(("written", "read"), ADDRESSES.items())
def test_an_address_is_given_them_too(written, read):
    assert as_read(written) == as_read(read) == read


@given(st.text("ABDEIOSÀ'’.-\"& 0d_(", max_size=30))
def test_no_letter_is_lost_and_a_second_time_changes_nothing(written):
    once = as_read(written)
    assert as_read(once) == once
    assert letters(once) == letters(written)


def letters(text: str) -> str:
    """The letters without accents, which an apostrophe may stand for."""
    return fold(text).replace(" ", "")


COLUMNS = {
    "cremona_cinque_per_mille_2022.csv": "denominazione",
    "cremona_farmacie_2026-02-15.csv": "descrizione_farmacia",
    "cremona_rsa_accreditate_2013.csv": "denominazione_struttura",
    "cremona_scuole_paritarie_2023-24.csv": "denominazionescuola",
    "cremona_scuole_statali_2025-26.csv": "denominazionescuola",
    "cremona_strutture_ricovero_2026-02-15.csv": "descrizione_struttura_di_ricovero",
}


@pytest.mark.parametrize(("file", "column"), COLUMNS.items())
def test_every_real_name_is_told_from_the_others_as_before(shared_data, file, column):
    names = real_names(shared_data / "organisations" / file, column)
    assert len({fold(as_read(name)) for name in names}) == len({fold(name.replace("'", " ' ")) for name in names})
    assert not [name for name in names if as_read(name).isupper() and len(name.split()) > 1]


def real_names(file: Path, column: str) -> set[str]:
    text = file.read_text("utf-8-sig")
    header = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=max(",;|\t", key=header.count))
    return {cell for row in rows for title, cell in row.items() if "_".join(title.casefold().split()) == column}
