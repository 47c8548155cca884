"""Sectors for firms of every other activity: the divisions of ATECO 2025 that no sector of ours stands for.

Italian titles come from the package `ateco` (ISTAT); the English ones are those of NACE Rev. 2.1, shortened.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from graph.vocabulary.concept import Concept

ENGLISH: Final[Mapping[str, str]] = {
    "01": "crop and animal production, hunting",
    "02": "forestry and logging",
    "03": "fishing and aquaculture",
    "05": "mining of coal and lignite",
    "06": "extraction of crude petroleum and natural gas",
    "07": "mining of metal ores",
    "08": "other mining and quarrying",
    "09": "mining support services",
    "10": "manufacture of food products",
    "11": "manufacture of beverages",
    "12": "manufacture of tobacco products",
    "13": "manufacture of textiles",
    "14": "manufacture of wearing apparel",
    "15": "manufacture of leather and related products",
    "16": "manufacture of wood and wood products, except furniture",
    "17": "manufacture of paper and paper products",
    "18": "printing and reproduction of recorded media",
    "19": "manufacture of coke and refined petroleum products",
    "20": "manufacture of chemicals",
    "21": "manufacture of pharmaceuticals",
    "22": "manufacture of rubber and plastic products",
    "23": "manufacture of glass, ceramics, cement and other mineral products",
    "24": "manufacture of basic metals",
    "25": "manufacture of fabricated metal products",
    "26": "manufacture of computers, electronic and optical products",
    "27": "manufacture of electrical equipment",
    "28": "manufacture of machinery and equipment",
    "29": "manufacture of motor vehicles and trailers",
    "30": "manufacture of other transport equipment",
    "31": "manufacture of furniture",
    "32": "other manufacturing",
    "33": "repair, maintenance and installation of machinery",
    "35": "electricity, gas, steam and air conditioning supply",
    "36": "water collection, treatment and supply",
    "37": "sewerage",
    "38": "waste collection, recovery and disposal",
    "39": "remediation and other waste management",
    "41": "construction of buildings",
    "42": "civil engineering",
    "43": "specialised construction",
    "46": "wholesale trade",
    "47": "retail trade",
    "49": "land transport and transport by pipeline",
    "50": "water transport",
    "51": "air transport",
    "52": "warehousing, storage and transport support",
    "53": "postal and courier services",
    "55": "accommodation",
    "56": "food and beverage services",
    "58": "publishing",
    "59": "film, video, television and sound production",
    "60": "broadcasting, news agencies and other content distribution",
    "61": "telecommunications",
    "62": "computer programming and consultancy",
    "63": "computing infrastructure, data processing and hosting",
    "64": "financial services",
    "65": "insurance and pension funding",
    "66": "services auxiliary to finance and insurance",
    "68": "real estate",
    "69": "legal and accounting services",
    "70": "head offices and management consultancy",
    "71": "architecture, engineering and technical testing",
    "72": "scientific research and development",
    "73": "advertising, market research and public relations",
    "74": "other professional and technical services",
    "75": "veterinary services",
    "77": "rental and leasing",
    "78": "recruitment and labour supply",
    "79": "travel agencies and tour operators",
    "80": "investigation and security services",
    "81": "services to buildings and landscape",
    "82": "office and other business support",
    "84": "public administration and defence",
    "85": "education and training",
    "86": "human health services",
    "87": "residential care",
    "88": "social work without accommodation",
    "90": "arts creation and performing arts",
    "91": "libraries, archives, museums and other culture",
    "92": "gambling and betting",
    "93": "sports and recreation services",
    "94": "membership organisations",
    "95": "repair of computers, household goods and motor vehicles",
    "96": "personal services",
    "97": "households as employers of domestic personnel",
    "98": "households producing for their own use",
    "99": "extraterritorial organisations",
}
"""The 87 divisions of NACE Rev. 2.1, which ATECO 2025 shares."""


def divisions(own: Iterable[Concept]) -> Iterator[Concept]:
    """The divisions that no concept of `own` stands for, exactly or closely, as concepts."""
    import ateco

    taken = {notation for concept in own for notation in (*concept.exact, *concept.close)}
    for code, english in ENGLISH.items():
        notation = f"ateco2025:{code}"
        found = None if notation in taken else ateco.lookup(code, edition="2025")
        if found:
            title = (found.title[0].lower() + found.title[1:]).replace(";", ",")  # a semicolon parts the asks of a cell
            yield Concept(code=f"ateco-{code}", facet="sector", it=title, en=english, exact=(notation,))
