"""Errors over HTTP: problem details in both languages, nothing sent back, the hidden like the absent."""

import errno
import re

import pytest

from api.deps import check_query
from api.problems import MEDIA_TYPE, TITLES, complaints, of_error, spoken
from api.shapes import Problem
from graph.errors import StoreBusy, StoreDamaged, StoreFull, TooManyFiles
from tests.api.http.conftest import Served

NOWHERE = "019b76da-a800-7fff-8000-000000000000"
PERSONAL = "Nome Cognome 3331234567"


def problem(response) -> Problem:
    assert response.headers["content-type"] == MEDIA_TYPE
    found = Problem.model_validate(response.json())
    assert found.status == response.status_code
    return found


CALLS = {
    "no such address": ("GET", "/persons", 404, "not_found"),
    "no such node": ("GET", f"/nodes/{NOWHERE}", 404, "not_found"),
    "no such pact": ("GET", f"/pacts/{NOWHERE}/proposals", 404, "not_found"),
    "a node that is no pact": ("GET", "/pacts/{mother}", 404, "not_found"),
    "no such district": ("GET", "/districts/atlantide/network", 404, "not_found"),
    "no network of what is not there": ("GET", f"/nodes/{NOWHERE}/network", 404, "not_found"),
    "another method": ("DELETE", "/pacts", 405, "method_not_allowed"),
    "a search in the address": ("GET", "/search", 405, "method_not_allowed"),
    "a trailing slash": ("GET", "/pacts/", 404, "not_found"),
    "no id": ("GET", "/nodes/anna", 422, "invalid_input"),
    "too many": ("GET", "/pacts?limit=101", 422, "invalid_input"),
    "too far": ("GET", "/nodes/{mother}/network?hops=3", 422, "invalid_input"),
    "no viewer": ("GET", "/pacts?viewer=everybody", 422, "invalid_input"),
    "a viewer of nowhere": ("GET", "/pacts?viewer=operator:atlantide", 404, "not_found"),
    "maintenance": ("GET", "/pacts?viewer=maintenance", 422, "invalid_input"),
    "no cursor": ("GET", "/pacts?cursor=2", 422, "invalid_input"),
    "no body": ("POST", "/search", 422, "invalid_input"),
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


def test_without_the_control_a_mistyped_viewer_would_widen_the_answer(http: Served):
    def anything() -> None:
        pass

    http.app.dependency_overrides[check_query] = anything
    try:
        assert http.get("/pacts?viewr=operator:cremasco").status_code == 200
    finally:
        http.app.dependency_overrides.clear()


SENT = {
    "a name as parameter": ("GET", f"/pacts?{PERSONAL}=1", None),
    "a name as id": ("GET", f"/nodes/{PERSONAL}", None),
    "a name as address": ("GET", f"/{PERSONAL}", None),
    "a name as viewer": ("GET", f"/pacts?viewer={PERSONAL}", None),
    "a name as number": ("GET", f"/pacts?limit={PERSONAL}", None),
    "a name as kind": ("POST", "/search", {"text": "x", "kinds": [PERSONAL]}),
    "a name as field": ("POST", "/search", {"text": "x", PERSONAL: 1}),
    "a name too long": ("POST", "/search", {"text": PERSONAL * 20}),
    "a name instead of an object": ("POST", "/search", PERSONAL),
    "a name as whole number": ("POST", "/search", {"text": "x", "limit": PERSONAL}),
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
    response = http.client.post("/search", content=b'{"text": "Nome', headers={"Content-Type": "application/json"})

    found = problem(response)
    assert (found.status, found.errors[0].where) == (422, "body")
    assert "Nome" not in response.text


def test_a_body_that_is_too_large_is_refused_whatever_it_announces(http: Served):
    large = b'{"text": "' + b"x" * 20_000 + b'"}'

    def parts():
        yield large

    json = {"Content-Type": "application/json"}
    assert problem(http.client.post("/search", content=large, headers=json)).code == "too_large"
    assert problem(http.client.post("/search", content=parts(), headers=json)).code == "too_large"


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

    assert served.get("/nodes/{mother}", params={"viewer": "operator:cremonese"}).status_code == 200


def test_a_tie_is_no_node(http: Served):
    tie = http.get("/nodes/{pact}").json()["ties"][0]["id"]

    assert http.get(f"/nodes/{tie}").status_code == 404


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

    found = problem(http.get("/pacts"))
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

    found = problem(http.get("/pacts/{pact}/proposals"))

    assert (found.status, found.code) == (500, "unexpected")
    assert "ZeroDivisionError" in found.detail
    assert PERSONAL not in str(found) + caplog.text
    assert "ZeroDivisionError at stumble" in caplog.text


def test_where_the_system_opens_no_more_files_the_service_says_so(http: Served, monkeypatch):
    def exhausted(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files", "/srv/archivio.sqlite")

    monkeypatch.setattr("api.routes.pacts.proposals", exhausted)

    found = problem(http.get("/pacts/{pact}/proposals"))

    assert (found.status, found.code) == (503, "too_many_files")
    assert "file" in found.details.it
    assert "/srv" not in str(found)


def test_an_answer_that_is_not_declared_does_not_leave(http: Served, monkeypatch):
    monkeypatch.setattr("api.routes.nodes.found_node", lambda found: {"id": found.id, "phone": PERSONAL})

    response = http.search("madre")

    assert problem(response).code == "unexpected"
    assert PERSONAL not in response.text
