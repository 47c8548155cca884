"""Errors over HTTP: problem details in both languages, nothing sent back, the hidden like the absent."""

import errno
import re

import pytest

from api.deps import check_query, viewer
from api.problems import MEDIA_TYPE, TITLES, complaints, of_error, spoken
from api.shapes import Problem
from graph.errors import StoreBusy, StoreDamaged, StoreFull, TooManyFiles
from graph.view import MAINTENANCE
from tests.api.http.answers import WHO
from tests.api.http.conftest import Served

NOWHERE = "019b76da-a800-7fff-8000-000000000000"
PERSONAL = "Nome Cognome 3331234567"
SEEN = f"viewer={WHO}"


def problem(response) -> Problem:
    assert response.headers["content-type"] == MEDIA_TYPE
    found = Problem.model_validate(response.json())
    assert found.status == response.status_code
    return found


CALLS = {
    "no such address": ("GET", "/persons", 404, "not_found"),
    "no such node": ("GET", f"/nodes/{NOWHERE}?{SEEN}", 404, "not_found"),
    "no such pact": ("GET", f"/pacts/{NOWHERE}/proposals?{SEEN}", 404, "not_found"),
    "a node that is no pact": ("GET", "/pacts/{mother}?" + SEEN, 404, "not_found"),
    "no such district": ("GET", f"/districts/atlantide/network?{SEEN}", 404, "not_found"),
    "no network of what is not there": ("GET", f"/nodes/{NOWHERE}/network?{SEEN}", 404, "not_found"),
    "another method": ("DELETE", "/pacts", 405, "method_not_allowed"),
    "a search in the address": ("GET", "/search", 405, "method_not_allowed"),
    "a trailing slash": ("GET", "/pacts/", 404, "not_found"),
    "no id": ("GET", f"/nodes/anna?{SEEN}", 422, "invalid_input"),
    "too many": ("GET", f"/pacts?limit=101&{SEEN}", 422, "invalid_input"),
    "too far": ("GET", "/nodes/{mother}/network?hops=3&" + SEEN, 422, "invalid_input"),
    "no viewer": ("GET", "/pacts", 422, "invalid_input"),
    "a viewer that is none": ("GET", "/pacts?viewer=everybody", 422, "invalid_input"),
    "a viewer of nowhere": ("GET", "/pacts?viewer=operator:atlantide", 404, "not_found"),
    "maintenance": ("GET", "/pacts?viewer=maintenance", 422, "invalid_input"),
    "no cursor": ("GET", f"/pacts?cursor=2&{SEEN}", 422, "invalid_input"),
    "a parameter twice": ("GET", f"/pacts?{SEEN}&{SEEN}", 422, "invalid_input"),
    "no body": ("POST", f"/search?{SEEN}", 422, "invalid_input"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_every_refusal_is_a_problem_in_both_languages(http: Served, call):
    method, path, status, code = call

    found = problem(http.client.request(method, path.format(**http.ids)))

    assert (found.status, found.code) == (status, code)
    assert found.type == f"urn:legami:problem:{code}"
    assert (found.titles.it, found.titles.en) == (TITLES[status].it, TITLES[status].en)
    assert found.details.it != found.details.en


@pytest.mark.parametrize(
    "path", ["/pacts", "/nodes/{mother}", "/pacts/{pact}/proposals", "/districts/cremasco/network"]
)
def test_a_viewer_of_a_district_that_is_not_there_is_told_which_ones_are(http: Served, path):
    found = problem(http.get(path, params={"viewer": "operator:atlantide"}))

    assert (found.status, found.code) == (404, "not_found")
    assert "cremasco, cremonese" in found.details.it
    assert "atlantide" not in str(found)


def test_a_refused_method_says_which_ones_there_are(http: Served):
    assert http.client.delete("/pacts").headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en", "en"),
        ("en-GB, it;q=0.5", "en"),
        ("it;q=0.4, en;q=0.9", "en"),
        ("de, fr;q=0.8", "it"),
        ("", "it"),
        ("en;q=0, it", "it"),
        ("en;q=x", "it"),
        ("*", "it"),
    ],
)
def test_title_and_detail_speak_the_language_asked_for(http: Served, accepted, language):
    response = http.get("/persons", headers={"Accept-Language": accepted})

    found = problem(response)
    assert found.title == getattr(found.titles, language)
    assert found.detail == getattr(found.details, language)
    assert response.headers["content-language"] == language
    assert response.headers["vary"] == "Accept-Language"
    assert spoken(accepted, "it") == language


UNKNOWN = {
    "the welcome": ("/", "nessuno"),
    "the health": ("/health", "nessuno"),
    "the description": ("/openapi.json", "nessuno"),
    "the pacts": ("/pacts", "cursor, limit, viewer"),
    "a pact": ("/pacts/{pact}", "viewer"),
    "proposals": ("/pacts/{pact}/proposals", "limit, viewer"),
    "relations": ("/pacts/{pact}/relations", "viewer"),
    "a node": ("/nodes/{mother}", "cursor, limit, viewer"),
    "a network": ("/nodes/{mother}/network", "hops, limit, viewer"),
    "the districts": ("/districts", "nessuno"),
    "a district": ("/districts/cremasco/network", "limit, viewer"),
    "a search": ("/search", "viewer"),
}


@pytest.mark.parametrize(("path", "allowed"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_parameter_that_is_not_declared_is_refused_and_those_that_are_named(http: Served, path, allowed):
    method, body = ("POST", {"text": "madre"}) if path == "/search" else ("GET", None)

    response = http.client.request(method, path.format(**http.ids), params={"viewr": "operator:cremasco"}, json=body)

    found = problem(response)
    assert (found.status, found.code, found.errors[0].where) == (422, "invalid_input", "query")
    assert found.errors[0].message.it.endswith(f"ammessi: {allowed}")
    assert "viewr" not in response.text


def test_every_address_is_tried_with_a_parameter_that_is_not_declared(http: Served):
    tried = {re.sub(r"\{.*?\}", "{id}", path).replace("cremasco", "{district}") for path, _ in UNKNOWN.values()}

    assert tried == {*http.app.openapi()["paths"], "/openapi.json"}


def test_without_the_control_a_mistyped_limit_would_go_unnoticed(http: Served):
    def anything() -> None:
        pass

    http.app.dependency_overrides[check_query] = anything
    try:
        assert http.look("/pacts?limti=1").status_code == 200
    finally:
        http.app.dependency_overrides.clear()


SENT = {
    "a name as parameter": ("GET", f"/pacts?{PERSONAL}=1", None),
    "a name as id": ("GET", f"/nodes/{PERSONAL}?{SEEN}", None),
    "a name as address": ("GET", f"/{PERSONAL}", None),
    "a name as viewer": ("GET", f"/pacts?viewer={PERSONAL}", None),
    "a name as number": ("GET", f"/pacts?limit={PERSONAL}&{SEEN}", None),
    "a name as kind": ("POST", f"/search?{SEEN}", {"text": "x", "kinds": [PERSONAL]}),
    "a name as field": ("POST", f"/search?{SEEN}", {"text": "x", PERSONAL: 1}),
    "a name too long": ("POST", f"/search?{SEEN}", {"text": PERSONAL * 20}),
    "a name instead of an object": ("POST", f"/search?{SEEN}", PERSONAL),
    "a name as whole number": ("POST", f"/search?{SEEN}", {"text": "x", "limit": PERSONAL}),
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_what_was_sent_is_not_sent_back(http: Served, sent):
    method, path, body = sent

    response = http.client.request(method, path, json=body)

    assert response.status_code in (404, 422)
    assert "Nome" not in response.text + str(response.headers)
    assert "3331234567" not in response.text


def test_without_the_control_the_name_of_a_field_would_come_back():
    error = {"type": "extra_forbidden", "loc": ("body", PERSONAL)}

    assert PERSONAL not in str(complaints([error]))
    assert PERSONAL in str(complaints([error | {"type": "other"}]))


def test_a_body_that_is_no_json_is_refused_without_a_quotation(http: Served):
    response = http.client.post(
        f"/search?{SEEN}", content=b'{"text": "Nome', headers={"Content-Type": "application/json"}
    )

    found = problem(response)
    assert (found.status, found.errors[0].where) == (422, "body")
    assert "Nome" not in response.text


PERSONAL_DATA = [
    ("GET", "/pacts"),
    ("GET", "/pacts/{pact}"),
    ("GET", "/pacts/{pact}/proposals"),
    ("GET", "/pacts/{pact}/relations"),
    ("GET", "/nodes/{mother}"),
    ("GET", "/nodes/{mother}/network"),
    ("GET", "/districts/cremasco/network"),
    ("POST", "/search"),
]


@pytest.mark.parametrize("call", PERSONAL_DATA, ids=[path for _, path in PERSONAL_DATA])
def test_nothing_of_persons_families_and_pacts_is_answered_to_who_does_not_say_who_looks(http: Served, call):
    method, path = call

    found = problem(
        http.client.request(method, path.format(**http.ids), json={"text": "una"} if method == "POST" else None)
    )

    assert (found.status, [one.where for one in found.errors]) == (422, ["query.viewer"])
    assert "operator:AMBITO" in found.details.it
    assert "operator:DISTRICT" in found.details.en
    assert "GET /districts" in found.details.it


def test_every_resource_but_those_about_the_service_and_the_districts_asks_who_looks(http: Served):
    asked = {
        (method.upper(), path)
        for path, methods in http.app.openapi()["paths"].items()
        for method, operation in methods.items()
        if [one for one in operation.get("parameters", []) if one["name"] == "viewer" and one["required"]]
    }
    every = {(method.upper(), path) for path, methods in http.app.openapi()["paths"].items() for method in methods}

    assert every - asked == {("GET", "/"), ("GET", "/health"), ("GET", "/districts")}


def test_no_operator_is_answered_more_than_their_district(http: Served):
    here, there = (http.look("/pacts", f"operator:{district}").json() for district in ("cremasco", "cremonese"))

    assert {one["id"] for one in here} == {http.ids["pact"], http.ids["closed"]}
    assert {one["id"] for one in there} == {http.ids["autonomy"]}


def test_without_the_control_districts_would_be_mixed(http: Served):
    http.app.dependency_overrides[viewer] = lambda: MAINTENANCE
    try:
        found = {one["id"] for one in http.get("/pacts").json()}
    finally:
        http.app.dependency_overrides.clear()

    assert found == {http.ids["pact"], http.ids["closed"], http.ids["autonomy"]}


MENDED = {
    "/pacts?limit=101": ("query.limit", "è troppo grande: il massimo è 100", "is too large: the most is 100"),
    "/pacts?limit=0": ("query.limit", "è troppo piccolo: il minimo è 1", "is too small: the least is 1"),
    "/pacts?limit=many": ("query.limit", "scrivi solo cifre", "write digits only"),
    "/pacts?cursor=2": ("query.cursor", "copialo dall'intestazione Link", "copy it from the header Link"),
    "/nodes/anna?": ("path.id", "come in GET /pacts", "as in GET /pacts"),
    "/pacts?limit=1&limit=2": ("query.limit", "dallo una volta sola", "give it once"),
}


@pytest.mark.parametrize("path", MENDED)
def test_a_complaint_about_an_address_says_how_to_mend_it(http: Served, path):
    where, it, en = MENDED[path]

    found = problem(http.look(path.rstrip("?")))

    assert [one.where for one in found.errors] == [where]
    assert found.errors[0].message.it.endswith(it) or it in found.errors[0].message.it
    assert en in found.errors[0].message.en
    assert found.details.it == f"{where}: {found.errors[0].message.it}"


WRONG_BODIES = {
    "an unknown field": (
        {"text": "x", "kind": "firm"},
        "body",
        "ammessi: kinds, limit, text",
        "allowed: kinds, limit, text",
    ),
    "no text": ({}, "body.text", "manca", "is missing"),
    "a blank text": ({"text": " "}, "body.text", "è vuoto", "is empty"),
    "a long text": ({"text": "x" * 201}, "body.text", "al massimo 200 caratteri", "at most 200 characters"),
    "a number as text": ({"text": 1}, "body.text", "non è un testo", "is no text"),
    "no such kind": ({"text": "x", "kinds": ["club"]}, "body.kinds.0", "i tipi: person, family", "the kinds: person"),
    "many kinds": ({"text": "x", "kinds": ["firm"] * 21}, "body.kinds", "al massimo 20", "at most 20"),
    "a high limit": ({"text": "x", "limit": 101}, "body.limit", "il massimo è 100", "the most is 100"),
    "a list": ([], "body", 'un oggetto JSON come {"text"', 'a JSON object such as {"text"'),
}


@pytest.mark.parametrize("wrong", WRONG_BODIES.values(), ids=WRONG_BODIES)
def test_a_complaint_about_a_body_says_how_to_mend_it(http: Served, wrong):
    body, where, it, en = wrong

    found = problem(http.client.post(f"/search?{SEEN}", json=body))

    assert (found.status, [one.where for one in found.errors]) == (422, [where])
    assert it in found.errors[0].message.it
    assert en in found.errors[0].message.en


def test_without_the_control_of_what_is_given_twice_one_of_both_would_be_taken(http: Served, monkeypatch):
    monkeypatch.setattr("api.deps.Counter", lambda names: dict.fromkeys(names, 1))

    assert http.look("/pacts?viewer=operator:cremonese").status_code == 200


UNREAD = {
    "a form": (b"text=madre", "application/x-www-form-urlencoded", 415),
    "a text": (b'{"text": "madre"}', "text/plain", 415),
    "no type": (b'{"text": "madre"}', "", 415),
    "another charset": (b'{"text": "madre"}', "application/json; charset=iso-8859-1", 415),
    "bytes that are no UTF-8": (b'{"text": "citt\xe0"}', "application/json", 400),
    "too deep": (b'{"text": ' + b"[" * 16_000, "application/json", 400),
    "a long number": (b'{"text": "x", "limit": ' + b"1" * 10_000 + b"}", "application/json", 400),
    "cut off": (b'{"text": "x"', "application/json", 422),
}


@pytest.mark.parametrize("sent", UNREAD.values(), ids=UNREAD)
def test_a_body_that_cannot_be_read_says_which_can(http: Served, sent):
    content, type, status = sent

    found = problem(http.client.post(f"/search?{SEEN}", content=content, headers={"Content-Type": type}))

    assert found.status == status
    assert "JSON" in found.details.it
    assert "JSON" in found.details.en


def test_a_compressed_body_is_refused_before_it_is_opened(http: Served):
    sent = {"Content-Type": "application/json", "Content-Encoding": "gzip"}

    assert problem(http.client.post(f"/search?{SEEN}", content=b'{"text": "madre"}', headers=sent)).status == 415


def test_utf_8_may_be_announced(http: Served):
    type = {"Content-Type": "application/json; charset=UTF-8"}

    assert http.client.post(f"/search?{SEEN}", content=b'{"text": "madre"}', headers=type).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("OPTIONS", "/pacts", "GET, HEAD"),
        ("PUT", "/nodes/{mother}", "GET, HEAD"),
        ("HEAD", "/search", "POST"),
        ("OPTIONS", "/search", "POST"),
        ("PATCH", "/openapi.json", "GET, HEAD"),
    ],
)
def test_a_method_that_there_is_not_answers_those_that_there_are(http: Served, method, path, allow):
    response = http.client.request(method, path.format(**http.ids))

    assert (response.status_code, response.headers["allow"]) == (405, allow)
    assert response.headers["content-type"] == MEDIA_TYPE


def test_a_body_that_is_too_large_is_refused_whatever_it_announces(http: Served):
    large = b'{"text": "' + b"x" * 20_000 + b'"}'

    def parts():
        yield large

    json = {"Content-Type": "application/json"}
    for content in (large, parts()):
        found = problem(http.client.post(f"/search?{SEEN}", content=content, headers=json))
        assert (found.status, found.code) == (413, "too_large")
        assert "16 kB (16384 byte)" in found.details.it


@pytest.mark.parametrize(
    "path",
    [
        "/nodes/{mother}",
        "/nodes/{mother}/network",
        "/pacts/{pact}",
        "/pacts/{pact}/proposals",
        "/pacts/{pact}/relations",
    ],
)
def test_the_hidden_answers_like_the_absent(http: Served, path):
    hidden = http.get(path, params={"viewer": "operator:cremonese"})
    absent = http.client.get(
        path.replace("{mother}", NOWHERE).replace("{pact}", NOWHERE), params={"viewer": "operator:cremonese"}
    )

    def shown(response):
        return response.status_code, response.content, dict(response.headers)

    assert hidden.status_code == 404
    assert shown(hidden) == shown(absent)


def test_without_the_control_the_hidden_would_answer(served: Served, monkeypatch):
    monkeypatch.setattr("api.reading.Reading.sees", lambda self, id: True)
    monkeypatch.setattr("graph.view.HIDDEN_NODES", ())

    assert served.look("/nodes/{mother}", "operator:cremonese").status_code == 200


def test_a_tie_is_no_node(http: Served):
    tie = http.look("/nodes/{pact}").json()["ties"][0]["id"]

    assert http.look(f"/nodes/{tie}").status_code == 404


@pytest.mark.parametrize(
    ("error", "status"),
    [(StoreBusy, 503), (StoreFull, 507), (StoreDamaged, 500), (TooManyFiles, 503)],
    ids=["busy", "full", "damaged", "out of files"],
)
def test_an_error_of_the_store_has_the_status_of_the_table_and_names_no_file(
    http: Served, monkeypatch, caplog, error, status
):
    def stumble(*_: object) -> None:
        raise error("Il file /srv/archivio.sqlite", "The file /srv/archivio.sqlite")

    monkeypatch.setattr("api.desk.Desk.now", stumble)

    found = problem(http.look("/pacts"))
    assert (found.status, found.code) == (status, error.code)
    assert "/srv" not in str(found)
    assert found.details.it != found.details.en
    assert f"{error.__name__}: The file /srv/archivio.sqlite" in caplog.text


def test_without_the_control_the_file_of_the_store_would_be_told(monkeypatch):
    error = StoreDamaged("Il file /srv/archivio.sqlite", "The file /srv/archivio.sqlite")
    assert b"/srv" not in of_error(error, "it").body

    monkeypatch.setattr("api.problems.STORE", {})
    assert b"/srv" in of_error(error, "it").body


def test_a_mistake_of_the_program_tells_its_kind_and_no_data(http: Served, monkeypatch, caplog):
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError(PERSONAL)

    monkeypatch.setattr("api.routes.pacts.proposals", stumble)

    found = problem(http.look("/pacts/{pact}/proposals"))

    assert (found.status, found.code) == (500, "unexpected")
    assert "ZeroDivisionError" in found.detail
    assert PERSONAL not in str(found) + caplog.text
    assert "ZeroDivisionError at stumble" in caplog.text


def test_where_the_system_opens_no_more_files_the_service_says_so(http: Served, monkeypatch):
    def exhausted(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files", "/srv/archivio.sqlite")

    monkeypatch.setattr("api.routes.pacts.proposals", exhausted)

    found = problem(http.look("/pacts/{pact}/proposals"))

    assert (found.status, found.code) == (503, "too_many_files")
    assert "file" in found.details.it
    assert "/srv" not in str(found)


def test_an_answer_that_is_not_declared_does_not_leave(http: Served, monkeypatch):
    monkeypatch.setattr("api.routes.nodes.found_nodes", lambda _, found: [{"id": found[0].id, "phone": PERSONAL}])

    response = http.search("madre")

    assert problem(response).code == "unexpected"
    assert PERSONAL not in response.text
