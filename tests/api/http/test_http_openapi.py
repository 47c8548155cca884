"""The description of the interface: whole, with examples that are true, and kept under generated requests."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from api.app import create_app
from api.routes import examples
from api.settings import read_settings
from tests.api.conftest import NOW
from tests.api.http.answers import WHO, answers
from tests.api.http.conftest import Served

RENEW = "write them anew: .venv/bin/python -m tests.api.http.answers > api/routes/examples.json"


def described() -> dict[str, Any]:
    return create_app(read_settings({}), clock=lambda: NOW, store="sqlite:///none.sqlite").openapi()


DESCRIBED = described()
OPERATIONS = [
    (method, path, operation) for path, methods in DESCRIBED["paths"].items() for method, operation in methods.items()
]
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]


def validator(schema: Any) -> Any:
    return jsonschema_rs.Draft202012Validator({**schema, "components": DESCRIBED["components"]})


def stated(operation: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Every example of an operation with its schema."""
    for parameter in operation.get("parameters", []):
        for example in parameter["schema"].get("examples", []):
            yield parameter["schema"], example
    for answer in operation["responses"].values():
        for content in answer.get("content", {}).values():
            if "example" in content:
                yield content["schema"], content["example"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_every_operation_explains_itself(operation):
    _, _, told = operation

    assert told["summary"]
    assert told["description"]
    assert told["tags"]
    assert all(parameter.get("description") for parameter in told.get("parameters", []))
    assert told["responses"]["200"]["content"]["application/json"]["example"]
    assert {"400", "413", "422", "500", "503"} <= set(told["responses"])


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_every_example_is_of_its_schema(operation):
    for schema, example in stated(operation[2]):
        validator(schema).validate(example)


def test_an_example_that_is_not_of_its_schema_is_reported():
    schema = DESCRIBED["paths"]["/pacts"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]

    assert not validator(schema).is_valid([{"id": "x"}])


def test_every_field_of_a_search_has_a_description_and_a_true_example():
    wanted = DESCRIBED["components"]["schemas"]["Wanted"]["properties"]

    assert all(field["description"] for field in wanted.values())
    for name in ("text", "kinds"):
        for example in wanted[name]["examples"]:
            validator(wanted[name]).validate(example)


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_every_problem_is_described_as_one(operation):
    for status, answer in operation[2]["responses"].items():
        if status not in ("200", "304"):
            assert answer["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
    assert "HTTPValidationError" not in DESCRIBED["components"]["schemas"]


def test_the_examples_are_what_the_town_answers(http: Served):
    """Numbers of the ranking may change with its policy; everything else is answered as written."""
    here, written = answers(http.client, http.ids), dict(examples())

    def outline(answer: dict[str, Any]) -> Any:
        (proposal,) = answer["proposals"]
        return set(answer), set(proposal), proposal["resource"], set(proposal["factors"])

    assert outline(here.pop("proposals")) == outline(written.pop("proposals")), RENEW
    assert here == written, RENEW


def test_the_description_is_served_as_it_is_made(http: Served):
    assert http.get("/openapi.json").json() == json.loads(json.dumps(DESCRIBED))


def test_every_kind_has_its_declared_shape_in_the_answers():
    from graph.kinds import SCHEMA

    schemas = DESCRIBED["components"]["schemas"]
    for cls in SCHEMA.nodes:
        assert set(schemas[cls.__name__]["properties"]) == set(cls.model_fields)
    seen = [cls for cls in SCHEMA.ties if cls.layer != "protection"]
    for cls in seen:
        assert set(schemas[f"Seen{cls.__name__}"]["properties"]) == {*cls.model_fields, "direction", "other", "ended"}


PAGE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
CALLS = re.findall(r"""^curl "?http://localhost:8000(/[^\s"]*)"?(?: --json '(.*)')?$""", PAGE, re.MULTILINE)


@pytest.mark.parametrize("call", CALLS, ids=[path for path, _ in CALLS])
def test_every_call_on_the_page_of_the_interface_is_answered(http: Served, call):
    path, body = call
    path = path.replace("$PACT", http.ids["pact"]).replace("$NODE", http.ids["club"])

    response = http.client.post(path, json=json.loads(body)) if body else http.get(path)

    assert response.status_code == 200


def test_every_resource_is_on_the_page_of_the_interface():
    called = {path.partition("?")[0].replace("$PACT", "{id}").replace("$NODE", "{id}") for path, _ in CALLS}

    assert {path.replace("cremasco", "{district}") for path in called} == set(DESCRIBED["paths"])


HOST = {"Host": "localhost"}
QUICK = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_generated_requests_get_only_documented_answers(http: Served, operation):
    method, path, _ = operation
    schema = schemathesis.openapi.from_asgi("/openapi.json", http.app, headers=HOST)
    cases = [schema[path][method.upper()].as_strategy(generation_mode=mode) for mode in GenerationMode]

    places = [{"id": id, "district": "cremasco", "viewer": WHO} for id in http.ids.values()]
    answered: set[int] = set()

    @given(case=strategies.one_of(cases), place=strategies.sampled_from([{}, *places]))
    @QUICK
    def check(case: Any, place: dict[str, str]) -> None:
        case.path_parameters |= {name: value for name, value in place.items() if name in case.path_parameters}
        case.query |= {name: value for name, value in place.items() if name in case.query}
        answered.add(case.call(headers=HOST).status_code)
        if not place:
            case.call_and_validate(headers=HOST)
        else:  # what was made to be refused may be good in its new place
            case.call_and_validate(headers=HOST, excluded_checks=[negative_data_rejection])

    check()
    assert 200 in answered
