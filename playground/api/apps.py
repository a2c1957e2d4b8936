"""Who calls: tokens, the app, the bot and its workspace."""

from playground import shapes
from playground.api.calling import Answer, Call, Method
from playground.api.refusal import Refusal
from playground.rates import SOMETIMES


def test(call: Call) -> Answer:
    """api.test: say it back, or fail as asked."""
    given = {name: value for name, value in call.arguments.items() if name != "token"}
    if error := given.get("error"):
        raise Refusal(str(error), args=given)
    return {"args": given} if given else {}


def whoami(call: Call) -> Answer:
    """auth.test: say whose token it is."""
    workspace = call.slack.workspace
    return {
        "url": f"{call.slack.address}/",
        "team": workspace.team.name,
        "user": workspace.bot.name,
        "team_id": workspace.team.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def revoke(call: Call) -> Answer:
    """auth.revoke: make the bot's token worthless, except in a `test`."""
    is_test = call.flag("test")
    if not is_test:
        call.slack.revoked.add(call.slack.credentials.bot_token)
        call.slack.changes.happened()
    return {"revoked": not is_test}


def connect(call: Call) -> Answer:
    """apps.connections.open: give out a URL that takes one Socket Mode connection."""
    slack = call.slack
    ticket = slack.ids.secret()
    slack.connections.tickets.add(ticket)
    return {"url": f"ws{slack.address.removeprefix('http')}/link/?ticket={ticket}&app_id={slack.workspace.app_id}"}


def bot(call: Call) -> Answer:
    """bots.info: the profile behind a message's `bot_id`."""
    workspace = call.slack.workspace
    if call.text("bot", workspace.bot_id) != workspace.bot_id:
        raise Refusal("bot_not_found")
    profile = shapes.bot_profile(call.slack)
    return {"bot": {key: value for key, value in profile.items() if key != "team_id"}}


def team(call: Call) -> Answer:
    """team.info: the workspace."""
    team = call.slack.workspace.team
    if call.text("team", team.id) != team.id:
        raise Refusal("team_not_found")
    icon = shapes.pictures(call.slack, team.id, sizes=(34, 68, 132))
    address = {"url": f"{call.slack.address}/", "domain": team.domain, "email_domain": ""}
    return {"team": {"id": team.id, "name": team.name, **address, "icon": {**icon, "image_default": True}}}


METHODS = {
    "api.test": Method(test, needs_token=False),
    "auth.test": Method(whoami, takes_app_token=True),
    "auth.revoke": Method(revoke, per_minute=SOMETIMES),
    "apps.connections.open": Method(connect, takes_bot_token=False, takes_app_token=True),
    "bots.info": Method(bot, scopes=("users:read",), per_minute=SOMETIMES, takes_json=False),
    "team.info": Method(team, scopes=("team:read",), per_minute=SOMETIMES, takes_json=False),
}
