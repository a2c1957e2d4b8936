"""reactions.*: the official client reacts."""

from tests.playground.api.conftest import Judge, refused


def test_a_reaction_comes_and_goes(slack: Judge) -> None:
    channel = slack.channel("general")
    ts = slack.says("maria", channel, "Hello").ts
    slack.bot.reactions_add(channel=channel.id, timestamp=ts, name="thumbsup")
    [reaction] = slack.bot.reactions_get(channel=channel.id, timestamp=ts)["message"]["reactions"]
    assert reaction == {"name": "thumbsup", "users": [slack.workspace.bot.id], "count": 1}
    with refused("already_reacted"):
        slack.bot.reactions_add(channel=channel.id, timestamp=ts, name="thumbsup")
    slack.bot.reactions_remove(channel=channel.id, timestamp=ts, name="thumbsup")
    with refused("no_reaction"):
        slack.bot.reactions_remove(channel=channel.id, timestamp=ts, name="thumbsup")


def test_a_reaction_needs_a_message_and_a_name(slack: Judge) -> None:
    channel = slack.channel("general")
    ts = slack.says("maria", channel, "Hello").ts
    for arguments, error in [
        ({"name": "eyes"}, "no_item_specified"),
        ({"name": "eyes", "channel": channel.id, "timestamp": "soon"}, "bad_timestamp"),
        ({"name": "eyes", "channel": channel.id, "timestamp": "1.000000"}, "message_not_found"),
        ({"name": "no such thing", "channel": channel.id, "timestamp": ts}, "invalid_name"),
    ]:
        with refused(error):
            slack.bot.api_call("reactions.add", json=arguments)
