"""`/alerts`: what has been found, who looks after it, and what comes of it. To add an order: a line in `ANSWERS`.

Buttons in messages ask the same lines that people type; they carry the version of the alert that was shown, so that
nobody acts on what somebody else has overtaken.
"""

from collections.abc import Callable, Mapping

from bot.commands.alerts import acting, digesting, listing, looking, preferring
from bot.lines import orders
from bot.lines.orders import Order
from bot.locale import sentence
from bot.question import Question, Reply
from bot.views.usage import usage
from storage import runs

TITLE = sentence("What I alert you to, and what you do about it")

HELP = {
    "/alerts": sentence("what is open, most value at risk first, to take or snooze many at once"),
    "/alerts mine": sentence("your own; `team` and `all` for those of others"),
    "/alerts rule vip_slipping": sentence("of one kind; `state lost`, `page 2`"),
    "/alerts show 17": sentence("one of them, and what can be done"),
    "/alerts take 17 18": sentence("you look after them; `release 17` gives one back, `undo 17` takes back anything"),
    "/alerts snooze 17 3d": sentence("let it rest: `today`, `3d`, `1w`, `1m`, `visit` or a day; `wake 17` ends that"),
    '/alerts log 17 call cause price note "…"': sentence("a contact: `visit`, `call`, `voucher` or `message`"),
    "/alerts absence 17 holiday until 2026-12-24": sentence(
        "why they do not come: `seasonal`, `paused`, `closed`, `holiday`"
    ),
    "/alerts reassign 17 @name": sentence("give the customer another owner"),
    "/alerts useless 17": sentence("this was not worth a word; `lost 17`, `dismiss 17 false_alarm`"),
    "/alerts history 17": sentence("who did what, and when"),
    "/alerts settings": sentence("what you hear at once, in the digest or never; `mute RULE`, `unmute RULE`"),
    "/alerts digest": sentence("today's list of VIPs who are falling asleep"),
    "/alerts stats days 90": sentence("what came of it, by kind and by person"),
    "/alerts rules": sentence("what fires when"),
    "/alerts backtest vip_slipping": sentence("what a rule would have said over the past year, and how right it was"),
}


def alerts(question: Question) -> Reply:
    """List what is open, or show or do something about an alert."""
    order = orders.understood(question.words, usage=orders.USAGE)
    return ANSWERS[order.verb](question, order)


def _help(question: Question, _order: Order) -> Reply:
    """Say what can be asked and done."""
    with question.sessions() as session:
        run = runs.latest_classification(session)
    return usage(question.language, TITLE, HELP, as_of=run.as_of if run else None, today=question.today)


ANSWERS: Mapping[str, Callable[[Question, Order], Reply]] = {
    "list": listing.alerts,
    "show": looking.show,
    "history": looking.history,
    "rules": looking.rules,
    "stats": looking.stats,
    "backtest": looking.backtest,
    "digest": digesting.digest,
    "mute": preferring.mute,
    "unmute": preferring.unmute,
    "settings": preferring.settings,
    "help": _help,
    **dict.fromkeys(acting.ACTS, acting.act),
}
"""Who answers which order."""
