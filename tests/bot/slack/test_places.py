"""Where somebody asks, who is there, and whether they are of our workspace."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.question import Place
from bot.slack.client import Identity, impatient_client
from bot.slack.inquiry import Inquiry
from bot.slack.places import KNOWN_SECONDS, UNKNOWN_SECONDS, Places
from playground.testing import LocalSlack, slack

CHANNELS: list[dict[str, Any]] = [
    {"name": "random"},
    {"name": "hidden", "kind": "private", "members": ["maria", "bot"]},
    {"name": "elsewhere", "kind": "private", "members": ["maria"]},
    {"name": "partners", "is_shared": True, "members": ["maria", "joe", "bot"]},
]


class Known(Identity):
    """What the bot is, once Slack has said it."""

    def known(self) -> dict[str, str]:
        """Return it at once."""
        if not self._known:
            self._ask()
        return self._known


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        """Return what it shows."""
        return self.now


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A Slack with a channel of every kind."""
    with slack(channels=CHANNELS) as running:
        running.joins("bot", "random")
        yield running


def places(workspace: LocalSlack, clock: Clock | None = None) -> Places:
    """Return where questions of this Slack are asked."""
    client = impatient_client(workspace.bot_token, api_url=workspace.api_url.rstrip("/"))
    return Places(client, Known(client, ThreadPoolExecutor(1)), clock=clock or Clock())


def asked(workspace: LocalSlack, channel: str, *, public: bool = False, place: Place | None = None) -> Inquiry:
    """Return a question from a channel."""
    return Inquiry("/customer", "U1", channel_id=workspace.channel(channel).id, place=place, public=public)


def test_every_kind_of_channel_is_known_as_what_it_is(workspace: LocalSlack) -> None:
    where = places(workspace)
    kinds = {name: where.of(asked(workspace, name)) for name in ("random", "hidden", "partners")}
    assert kinds == {"random": Place.PUBLIC, "hidden": Place.PRIVATE, "partners": Place.SHARED}
    assert where.of(Inquiry("/customer", "U1", channel_id="D12")) is Place.DIRECT
    assert where.of(Inquiry("/customer", "U1")) is Place.DIRECT


def test_where_slack_does_not_tell_a_private_answer_may_go_out_and_a_public_one_not(workspace: LocalSlack) -> None:
    where = places(workspace)
    assert where.of(asked(workspace, "elsewhere")) is Place.PUBLIC
    assert where.of(asked(workspace, "elsewhere", place=Place.PRIVATE)) is Place.PRIVATE
    assert where.of(asked(workspace, "elsewhere", public=True)) is Place.SHARED
    assert where.audience(workspace.channel("elsewhere").id) is None


def test_slack_is_asked_once_in_a_while_and_sooner_where_it_did_not_tell(workspace: LocalSlack) -> None:
    clock = Clock()
    where = places(workspace, clock)
    for moment in (0, UNKNOWN_SECONDS - 1, UNKNOWN_SECONDS, KNOWN_SECONDS - 1, KNOWN_SECONDS):
        clock.now = moment
        for name in ("random", "elsewhere"):
            where.of(asked(workspace, name))
    of = [exchange.request["channel"] for exchange in workspace.exchanges("conversations.info")]
    assert of.count(workspace.channel("random").id) == 2
    assert of.count(workspace.channel("elsewhere").id) == 3


def test_those_who_are_there_are_all_but_the_bot(workspace: LocalSlack) -> None:
    there = places(workspace).audience(workspace.channel("partners").id)
    assert there == frozenset({workspace.as_("maria").id, workspace.as_("joe").id})


def test_whose_account_is_elsewhere_is_not_of_ours(workspace: LocalSlack) -> None:
    where = places(workspace)
    ours = workspace.workspace.team.id
    assert where.is_ours(Inquiry("", "U1", workspace=ours))
    assert where.is_ours(Inquiry("", "U1"))
    assert not where.is_ours(Inquiry("", "U1", workspace="T-ELSEWHERE"))
