"""An answer in words and in the JSON of the contract; numbers about persons and families stay behind."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import Text
from graph.vocabulary import scheme
from matching.rendering import Renderer
from matching.types import Answer, Proposal, Reason, WayIn

NAMED = ("body", "next", "resource", "place", "home")


def mentioned(answer: Answer) -> set[str]:
    """The ids of the nodes whose names are needed to present an answer."""
    found: set[str] = set()
    for proposal in answer.proposals:
        found.add(proposal.resource)
        found.update(proposal.way_in.nodes if proposal.way_in else ())
        for reason in (proposal.what, *proposal.reasons, *proposal.unknown):
            found.update(reason.values[key] for key in NAMED if reason.values.get(key))
    return found


def ordered(answer: Answer, titles: Mapping[str, str]) -> list[Proposal]:
    """Proposals as they are shown: by band; bodies by score, then persons and families by name, never by score."""

    def place(proposal: Proposal) -> tuple[Any, ...]:
        if proposal.personal:
            return proposal.band != "strong", 1, 0.0, titles.get(proposal.resource, ""), proposal.resource
        return proposal.band != "strong", 0, -proposal.score, "", proposal.resource

    return sorted(answer.proposals, key=place)


def to_reach(answer: Answer) -> set[str]:
    """The ids of the bodies that somebody would have to call or visit first."""
    reasons = (reason for proposal in answer.proposals for reason in proposal.reasons)
    return {reason.values["contact"] for reason in reasons if "contact" in reason.values}


def to_json(
    answer: Answer, titles: Mapping[str, str], contacts: Mapping[str, Sequence[Text]] | None = None
) -> dict[str, Any]:
    """The answer as the command line and HTTP give it."""
    say = Renderer(scheme(), titles, contacts)
    return {
        "pact": answer.pact,
        "viewer": answer.viewer,
        "at": answer.at,
        "snapshot": answer.snapshot,
        "policy": answer.policy,
        "algorithm": answer.algorithm,
        "limit": answer.limit,
        "proposals": [_proposal(proposal, titles, say) for proposal in ordered(answer, titles)],
        "excluded": dict(answer.excluded),
        "gaps": [say(gap).as_dict() for gap in answer.gaps],
    }


def _proposal(proposal: Proposal, titles: Mapping[str, str], say: Renderer) -> dict[str, Any]:
    personal = proposal.personal
    evidence = dict.fromkeys(id for reason in proposal.reasons for id in reason.evidence)
    return {
        "resource": {
            "id": proposal.resource,
            "kind": proposal.kind,
            "title": titles.get(proposal.resource, ""),
            "comune": proposal.comune,
        },
        "section": proposal.section,
        "band": proposal.band,
        "score": None if personal else round(proposal.score, 6),
        "factors": {
            name: None if personal or value is None else round(value, 6) for name, value in proposal.factors.items()
        },
        "what": say(proposal.what).as_dict(),
        "reasons": _sentences(proposal.reasons, say),
        "introduction": _way_in(proposal.way_in, titles) if proposal.way_in else None,
        "evidence": list(evidence),
        "unknown": [say(reason).as_dict() for reason in proposal.unknown],
    }


def _sentences(reasons: Sequence[Reason], say: Renderer) -> dict[str, list[str]]:
    said: list[Text] = [say(reason) for reason in reasons]
    return {"it": [text.it for text in said], "en": [text.en for text in said]}


def _way_in(way: WayIn, titles: Mapping[str, str]) -> dict[str, Any]:
    """The steps, without their strength: by division it would tell how close others are to each other."""
    return {"form": way.form, "via": [{"id": id, "title": titles.get(id, "")} for id in way.nodes]}
