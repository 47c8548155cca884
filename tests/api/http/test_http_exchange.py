"""What holds for every exchange: headers, tags, the names answered to, and a log without data."""

import logging
import re

import pytest

from api.guard import PROTECTIVE, Hosts
from tests.api.http.answers import WHO, paths
from tests.api.http.conftest import Served

PACTS = f"/pacts?viewer={WHO}"
EVERY = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Legami-Demonstration": "true",
}


def every_response(http: Served) -> list:
    answers = [http.client.get(path) for path in [*paths(http.ids).values(), "/openapi.json", "/nope", "/nodes/x"]]
    elsewhere = http.get("/pacts", headers={"Host": "evil.example"})
    return [*answers, http.search("madre"), http.client.delete("/pacts"), elsewhere]


def unprotected(http: Served) -> list[str]:
    return [
        f"{response.request.url} {name}"
        for response in every_response(http)
        for name, value in EVERY.items()
        if response.headers.get(name) != value
    ]


def test_every_answer_is_protected_and_says_that_it_is_a_demonstration(http: Served):
    assert unprotected(http) == []


@pytest.mark.parametrize("name", EVERY)
def test_without_a_header_the_check_fails(http: Served, monkeypatch, name):
    monkeypatch.delitem(PROTECTIVE, name)

    assert unprotected(http) != []


def test_every_answer_from_the_store_says_its_commit_and_carries_a_tag(http: Served):
    for name, path in paths(http.ids).items():
        if name != "welcome":
            response = http.client.get(path)
            assert response.headers["legami-commit"] == "1"
            assert response.headers["etag"].startswith('W/"1-')


def test_who_holds_the_answer_is_told_that_nothing_changed(http: Served):
    tag = http.look("/pacts").headers["etag"]

    again = http.get(PACTS, headers={"If-None-Match": f'"other", {tag}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert http.get(PACTS, headers={"If-None-Match": '"other"'}).status_code == 200
    assert http.get(PACTS, headers={"If-None-Match": "*"}).status_code == 304
    assert http.get(PACTS, headers={"If-None-Match": tag.removeprefix("W/")}).status_code == 304
    assert http.get("/nope", headers={"If-None-Match": "*"}).status_code == 404


def test_what_is_read_answers_a_head_with_everything_but_its_body(http: Served):
    for path in [*paths(http.ids).values(), "/openapi.json", "/nope"]:
        whole, head = http.client.get(path), http.client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert dict(head.headers) == dict(whole.headers)
    assert http.client.head("/search").status_code == 405


def test_a_tag_never_tells_that_something_is_there(http: Served):
    tag = http.look("/pacts").headers["etag"]

    assert (
        http.get(f"/nodes/{'0' * 8 + http.ids['pact'][8:]}?viewer={WHO}", headers={"If-None-Match": tag}).status_code
        == 404
    )


def test_a_search_is_never_answered_by_a_tag(http: Served):
    response = http.search("madre")

    assert "etag" not in response.headers


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_the_names_of_this_machine_are_answered(http: Served, host):
    assert http.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "192.168.1.7",
        "",
        "[",
        "::1",
        "evil.example@localhost",
        "localhost@evil.example",
        "localhost/evil.example",
        "localhost#evil.example",
        "localhost?x",
        "local host",
        "localhost:8000:80",
        "localhost:port",
        "[::1",
        "[localhost]",
        "localhost,evil.example",
        "@",
    ],
)
def test_other_names_are_refused_before_anything_is_read(http: Served, monkeypatch, host):
    monkeypatch.setattr("api.desk.Desk.now", lambda self: pytest.fail("the store was read"))

    response = http.get("/health", headers={"Host": host})

    assert (response.status_code, response.json()["code"]) == (400, "usage")


def test_a_request_with_two_hosts_is_refused(http: Served):
    response = http.client.request("GET", "/health", headers=[("Host", "localhost"), ("Host", "localhost")])

    assert response.status_code == 400


def test_without_the_control_a_page_of_another_site_would_be_answered(http: Served, monkeypatch):
    monkeypatch.setattr(Hosts, "know", lambda self, header: True)

    assert http.get("/health", headers={"Host": "evil.example"}).status_code == 200


def test_on_all_addresses_bare_addresses_are_answered_and_names_still_refused():
    hosts = Hosts(any_address=True)

    assert hosts.know("192.168.1.7:8000")
    assert hosts.know("[fe80::1]:8000")
    assert not hosts.know("evil.example")


def test_the_log_names_the_resource_and_neither_who_was_read_nor_what_was_sought(http: Served, caplog):
    caplog.set_level(logging.INFO, logger="legami.http")

    http.get("/nodes/{mother}", params={"viewer": "operator:cremasco"})
    http.search("una madre")
    http.get("/anna")

    lines = [record.getMessage() for record in caplog.records if record.name == "legami.http"]
    assert [re.sub(r" \d+ ms$", "", line) for line in lines] == [
        "GET /nodes/{id} 200",
        "POST /search 200",
        "GET - 404",
    ]
    assert http.ids["mother"] not in caplog.text


def test_no_address_takes_free_text(http: Served):
    described = http.get("/openapi.json").json()

    free = [
        (path, parameter["name"])
        for path, methods in described["paths"].items()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
        for schema in [parameter["schema"], *parameter["schema"].get("anyOf", [])]
        if schema.get("type") == "string" and "pattern" not in schema
    ]

    assert free == []


def test_no_page_that_loads_from_elsewhere_is_served(http: Served):
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        assert http.get(path).status_code == 404
