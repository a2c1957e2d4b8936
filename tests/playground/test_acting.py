"""What people do that no bot needs to hear of."""

import pytest

from playground import acting
from playground.acting import Gone, InMessage
from playground.testing import LocalSlack, slack


def test_what_others_wrote_is_unread_until_it_is_read() -> None:
    with slack() as workspace:
        general = workspace.channel("general").id
        for text in ("one", "two"):
            workspace.as_("maria").types(text)
        assert unread(workspace, "joe", general) == 2
        assert unread(workspace, "maria", general) == 0
        workspace.running.look(acting.reads, workspace.slack, workspace.as_("joe").id, general)
        assert unread(workspace, "joe", general) == 0
        workspace.as_("chen").types("three")
        assert unread(workspace, "joe", general) == 1


def test_a_direct_message_is_opened_once() -> None:
    with slack() as workspace:
        maria, joe, chen = (workspace.as_(name).id for name in ("maria", "joe", "chen"))
        opened = [
            workspace.running.do(acting.opens_direct(workspace.slack, *people))
            for people in ((maria, joe), (joe, maria), (maria, joe, chen))
        ]

    assert opened[0] is opened[1]
    assert [channel.kind for channel in opened] == ["im", "im", "mpim"]


def test_people_leave_channels_and_write_no_more_where_it_is_archived() -> None:
    with slack() as workspace:
        workspace.as_("maria").types("/leave", channel="random")
        assert workspace.as_("maria").id not in workspace.channel("random").members
        workspace.as_("joe").types("/archive", channel="random")
        with pytest.raises(Gone, match="#random is archived"):
            workspace.as_("joe").types("anybody?", channel="random")


def test_what_was_deleted_cannot_be_pressed() -> None:
    with slack() as workspace:
        place = InMessage(workspace.channel("general").id, "1.0")
        with pytest.raises(Gone, match="There is no message"):
            workspace.running.do(acting.acts(workspace.slack, workspace.as_("maria").id, place, "b", "a"))


def test_mentions_links_and_signs_are_written_as_slack_writes_them() -> None:
    with slack() as workspace:
        workspace.as_("maria").types("@joe, see #random & <https://x.io/a>; ann@joe.com @channel")
        (message,) = workspace.heard_by("joe")
        joe, random = workspace.as_("joe").id, workspace.channel("random").id

        assert message.text == f"<@{joe}>, see <#{random}> &amp; &lt;<https://x.io/a>&gt;; ann@joe.com <!channel>"
        assert [notice.channel for notice in workspace.as_("chen").notices] == [workspace.channel("general").id]


def unread(workspace: LocalSlack, name: str, channel: str) -> int:
    """Return how much somebody has not read."""
    return workspace.running.look(acting.unread, workspace.slack, workspace.as_(name).id, channel)
