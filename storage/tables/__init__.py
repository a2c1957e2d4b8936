"""Every table, in the order in which the facts arrive: the business, its classification, alerts, messages, teams.

Tables written a million rows at a time carry no foreign keys: PostgreSQL would check them row by row. Their writers
hold the writers' lock and take every `customer_id` from a join with `customers`.
"""

from storage.tables.alerts import Absence, Alert, AlertEvent, Contact, Episode, Hearing, KnownRule, RuleChoice
from storage.tables.base import Table
from storage.tables.business import Customer, CustomerName, CustomerSource, Person, Visit
from storage.tables.classification import Profile, ProfileChange, Run
from storage.tables.delivery import ApiRequest, JobRun, Message
from storage.tables.teams import (
    AccessRequest,
    AuditEntry,
    AuditHead,
    AuditSubject,
    Choice,
    Cover,
    Handover,
    HandoverItem,
    SlackGroup,
    SlackMember,
    Team,
)

__all__ = [
    "Absence",
    "AccessRequest",
    "Alert",
    "AlertEvent",
    "ApiRequest",
    "AuditEntry",
    "AuditHead",
    "AuditSubject",
    "Choice",
    "Contact",
    "Cover",
    "Customer",
    "CustomerName",
    "CustomerSource",
    "Episode",
    "Handover",
    "HandoverItem",
    "Hearing",
    "JobRun",
    "KnownRule",
    "Message",
    "Person",
    "Profile",
    "ProfileChange",
    "RuleChoice",
    "Run",
    "SlackGroup",
    "SlackMember",
    "Table",
    "Team",
    "Visit",
]
