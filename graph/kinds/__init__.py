"""Every node kind and tie kind, declared once; stores, templates, validation, redaction and reference derive from it.

To add a kind: write its class, add it to the tuple below, add a line to the changelog.
"""

from typing import Final

from graph.kinds.activities import CommunityAction, Opportunity
from graph.kinds.base import Node, Record, Source, Tie
from graph.kinds.bodies import (
    Association,
    Body,
    ChildcareService,
    ElderlyService,
    EmploymentBody,
    Firm,
    HealthService,
    PublicBody,
    Resource,
    School,
    TradeAssociation,
    TrainingBody,
)
from graph.kinds.institutional_ties import (
    Activation,
    Adjacency,
    Affiliation,
    CaseManagement,
    Hosting,
    Introduction,
    Location,
    NoContact,
    PactParty,
    Parentage,
    Partnership,
    Signature,
    Supply,
)
from graph.kinds.pacts import Ask, AutonomyPact, InclusionPact, Pact
from graph.kinds.people import Family, Party, Person
from graph.kinds.places import Place
from graph.kinds.schema import Schema
from graph.kinds.ties import (
    Acquaintance,
    BoardRole,
    Care,
    Friendship,
    HouseholdMembership,
    Kinship,
    Membership,
    Neighbourhood,
    Ownership,
    ServiceUse,
    Volunteering,
    Work,
)
from graph.kinds.values import COLUMN, FREE_TEXT, INDEXED, PERSONAL, SENSITIVE, SLOTS, STRENGTHS, Label, Marker

AnyNode = (
    Person
    | Family
    | Association
    | TradeAssociation
    | ElderlyService
    | ChildcareService
    | School
    | HealthService
    | TrainingBody
    | Firm
    | EmploymentBody
    | PublicBody
    | Place
    | Opportunity
    | CommunityAction
    | InclusionPact
    | AutonomyPact
)
AnyTie = (
    HouseholdMembership
    | Kinship
    | Friendship
    | Neighbourhood
    | Acquaintance
    | Care
    | Membership
    | Volunteering
    | BoardRole
    | Work
    | Ownership
    | ServiceUse
    | Partnership
    | Hosting
    | Parentage
    | Supply
    | Affiliation
    | Location
    | Adjacency
    | PactParty
    | Signature
    | CaseManagement
    | Activation
    | Introduction
    | NoContact
)

SCHEMA: Final = Schema(nodes=AnyNode.__args__, ties=AnyTie.__args__)
"""The kinds of the programme: one class and one union member each."""

__all__ = [
    "COLUMN",
    "FREE_TEXT",
    "INDEXED",
    "PERSONAL",
    "SCHEMA",
    "SENSITIVE",
    "SLOTS",
    "STRENGTHS",
    "Acquaintance",
    "Activation",
    "Adjacency",
    "Affiliation",
    "AnyNode",
    "AnyTie",
    "Ask",
    "Association",
    "AutonomyPact",
    "BoardRole",
    "Body",
    "Care",
    "CaseManagement",
    "ChildcareService",
    "CommunityAction",
    "ElderlyService",
    "EmploymentBody",
    "Family",
    "Firm",
    "Friendship",
    "HealthService",
    "Hosting",
    "HouseholdMembership",
    "InclusionPact",
    "Introduction",
    "Kinship",
    "Label",
    "Location",
    "Marker",
    "Membership",
    "Neighbourhood",
    "NoContact",
    "Node",
    "Opportunity",
    "Ownership",
    "Pact",
    "PactParty",
    "Parentage",
    "Partnership",
    "Party",
    "Person",
    "Place",
    "PublicBody",
    "Record",
    "Resource",
    "Schema",
    "School",
    "ServiceUse",
    "Signature",
    "Source",
    "Supply",
    "Tie",
    "TradeAssociation",
    "TrainingBody",
    "Volunteering",
    "Work",
]
