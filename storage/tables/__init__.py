"""Every table, in the order in which the facts arrive: the business, its classification, alerts, messages.

Tables written a million rows at a time carry no foreign keys: PostgreSQL would check them row by row. Their writers
hold the writers' lock and take every `customer_id` from a join with `customers`.
"""

from storage.tables.alerts import Absence, Alert, AlertEvent, Contact, Episode, Hearing, KnownRule, RuleChoice
from storage.tables.base import Table
from storage.tables.business import Customer, CustomerName, CustomerSource, Person, Visit
from storage.tables.classification import Profile, ProfileChange, Run
from storage.tables.delivery import ApiRequest, JobRun, Message

__all__ = [
    "Absence",
    "Alert",
    "AlertEvent",
    "ApiRequest",
    "Contact",
    "Customer",
    "CustomerName",
    "CustomerSource",
    "Episode",
    "Hearing",
    "JobRun",
    "KnownRule",
    "Message",
    "Person",
    "Profile",
    "ProfileChange",
    "RuleChoice",
    "Run",
    "Table",
    "Visit",
]
