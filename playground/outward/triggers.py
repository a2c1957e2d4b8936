"""Trigger ids: each opens one modal, within three seconds on the playground's clock."""

from typing import TYPE_CHECKING

from playground.outward.issued import Trigger

if TYPE_CHECKING:
    from playground.slack import Slack

SECONDS = 3.0


class Unusable(Exception):
    """A trigger id that opens nothing; `error` is Slack's word for why."""

    error = "invalid_trigger_id"


class Expired(Unusable):
    """It is older than three seconds."""

    error = "expired_trigger_id"


class Exchanged(Unusable):
    """It has been used."""

    error = "exchanged_trigger_id"


def new(slack: "Slack", person_id: str) -> str:
    """Return a trigger id that lets a modal be opened on a person's screen."""
    ids = slack.ids
    trigger_id = f"{ids.ts().replace('.', '')}.{len(slack.issued.triggers)}.{ids.secret(32).casefold()}"
    slack.issued.triggers[trigger_id] = Trigger(person_id, expires=slack.clock.timestamp() + SECONDS)
    return trigger_id


def exchange(slack: "Slack", trigger_id: str) -> str:
    """Use a trigger up, and return whose screen it opens a modal on.

    Raises:
        Unusable: it is `Expired`, `Exchanged`, or was never given out.
    """
    trigger = slack.issued.triggers.get(trigger_id)
    if trigger is None:
        raise Unusable(trigger_id)
    if trigger.is_exchanged:
        raise Exchanged(trigger_id)
    if trigger.expires < slack.clock.timestamp():
        raise Expired(trigger_id)
    trigger.is_exchanged = True
    return trigger.person
