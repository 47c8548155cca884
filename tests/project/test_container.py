"""The container files, read without an engine: pinned bases, no rights, no secret, only what is named."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORE = (ROOT / ".dockerignore").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))

SECRET = re.compile(r"(password|passwd|secret|token|auth|_key)", re.IGNORECASE)


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """(instruction, argument) pairs, continued lines joined and comments left out."""
    joined = dockerfile.replace("\\\n", " ")
    lines = [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(line.split(maxsplit=1)[0].upper(), line.split(maxsplit=1)[1]) for line in lines]


def is_pinned(image: str) -> bool:
    """Whether an image is named with a tag that says a version."""
    name, colon, tag = image.rpartition(":")
    return bool(colon and name and re.match(r"\d", tag))


def copied(dockerfile: str) -> list[str]:
    """What enters the image from the repository (not from an earlier stage)."""
    arguments = [argument for name, argument in instructions(dockerfile) if name in {"COPY", "ADD"}]
    return [source for text in arguments if "--from=" not in text for source in text.split()[:-1]]


def image_faults(dockerfile: str, ignore: str) -> list[str]:
    steps = instructions(dockerfile)
    users = [argument for name, argument in steps if name == "USER"]
    allowed = {line.removeprefix("!") for line in ignore.splitlines() if line.startswith("!")}
    faults = [f"base not pinned: {a}" for name, a in steps if name == "FROM" and not is_pinned(a.split()[0])]
    if not users or users[-1].split(":")[0] in {"root", "0"}:
        faults.append("runs as root")
    faults += [f"no such source: {source}" for source in copied(dockerfile) if not (ROOT / source).exists()]
    faults += [f"kept out by .dockerignore: {source}" for source in copied(dockerfile) if source not in allowed]
    faults += [f"installed without hashes: {a}" for name, a in steps if name == "RUN" and unhashed_install(a)]
    faults += [f"a secret: {a}" for name, a in steps if name in {"ENV", "ARG"} and SECRET.search(a)]
    return faults


def unhashed_install(command: str) -> bool:
    return "pip install" in command and "--require-hashes" not in command and "--no-deps" not in command


def compose_faults(compose: dict[str, Any]) -> list[str]:
    faults: list[str] = []
    for name, service in compose["services"].items():
        if "build" not in service and not is_pinned(service["image"]):
            faults.append(f"{name}: image not pinned")
        faults += [
            f"{name}: open to the network: {p}" for p in service.get("ports", []) if not p.startswith("127.0.0.1:")
        ]
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable) and not re.search(r"\$\{LEGAMI_\w+", str(value)):
                faults.append(f"{name}: a secret is written out: {variable}")
    return faults


def test_the_image_is_pinned_hashed_and_runs_without_rights():
    assert image_faults(DOCKERFILE, IGNORE) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("FROM python:3.13-slim\n", "FROM python:latest\n", "base not pinned"),
        ("FROM python:3.13-slim\n", "FROM python\n", "base not pinned"),
        ("USER 10001:10001\n", "", "runs as root"),
        ("USER 10001:10001\n", "USER 10001\nUSER root\n", "runs as root"),
        ("COPY api api\n", "COPY app app\n", "no such source"),
        ("COPY api api\n", "COPY tests tests\n", "kept out by .dockerignore"),
        ("--require-hashes ", "", "installed without hashes"),
        ("LEGAMI_CACHE=/data/cache", "LEGAMI_KEY_TOKEN=abc", "a secret"),
    ],
)
def test_a_weakened_image_is_reported(old, new, fault):
    assert old in DOCKERFILE

    assert any(found.startswith(fault) for found in image_faults(DOCKERFILE.replace(old, new), IGNORE))


def test_nothing_enters_the_image_unless_it_is_named():
    rules = [line for line in IGNORE.splitlines() if line and not line.startswith("#")]

    assert rules[0] == "*"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == set(copied(DOCKERFILE))


def test_the_data_outlives_the_container():
    volumes = [argument for name, argument in instructions(DOCKERFILE) if name == "VOLUME"]

    assert volumes == ["/data"]
    assert COMPOSE["services"]["app"]["volumes"] == ["data:/data"]
    assert "LEGAMI_STORE=sqlite:////data/" in DOCKERFILE


def test_the_health_of_the_container_is_the_health_of_its_store():
    (check,) = [argument for name, argument in instructions(DOCKERFILE) if name == "HEALTHCHECK"]

    assert check.endswith('CMD ["legami", "info", "--json"]')


def test_the_services_are_pinned_local_and_hold_no_secret():
    assert compose_faults(COMPOSE) == []


def test_the_app_runs_alone_and_neo4j_only_when_asked_for():
    assert "profiles" not in COMPOSE["services"]["app"]
    assert "depends_on" not in COMPOSE["services"]["app"]
    assert COMPOSE["services"]["neo4j"]["profiles"] == ["neo4j"]


@pytest.mark.parametrize(
    ("setting", "value", "fault"),
    [
        ("image", "neo4j:latest", "neo4j: image not pinned"),
        ("ports", ["7687:7687"], "neo4j: open to the network: 7687:7687"),
        ("environment", {"NEO4J_AUTH": "neo4j/synthetic"}, "neo4j: a secret is written out: NEO4J_AUTH"),
    ],
)
def test_a_weakened_service_is_reported(setting, value, fault):
    services = {**COMPOSE["services"], "neo4j": {**COMPOSE["services"]["neo4j"], setting: value}}

    assert compose_faults({"services": services}) == [fault]
