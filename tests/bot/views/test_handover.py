"""Promises of what is shown of handovers and covers, however many accounts there are and whatever they are called."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.approving import Why
from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Reply
from bot.telling.consequences import Foreseen, Needed
from bot.views.cover import cover_failed, cover_made, cover_told, covers
from bot.views.handover import May, handover
from bot.views.handover_note import ROWS, handover_note
from bot.views.handovers import handovers
from bot.views.receivers import receivers
from segmentation.profile import Policy
from storage.alerts.lists import Outreach
from storage.alerts.who import Who
from storage.books import Book
from storage.handovers import words
from storage.handovers.life import Approval
from storage.handovers.lists import Handed, HandoverView
from storage.handovers.preview import BookChange, Caution, Flow, Preview, Vip
from storage.handovers.refusals import MovedOn
from storage.holdings import Share, Sum
from storage.tables import Cover
from tests.bot.views.limits import breaches
from tests.business import TODAY

POLICY = Policy()
NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)
SAMPLES = ["<!channel>", "<@U123>", "x" * 500, "龍" * 300, "a\u202eb\x00\n*_`~", "=cmd()", " ", "&amp;" * 100]

names = st.sampled_from(SAMPLES) | st.text(min_size=1, max_size=200)
amounts = st.integers(0, 10**15).map(lambda units: Decimal(units) / 10_000)
counts = st.integers(0, 10**6)
languages = st.sampled_from([ENGLISH, CHINESE])
people = st.builds(Who, st.integers(1, 10**6), names, st.none())
many = st.sampled_from([0, 2, 60])


def of(number: st.SearchStrategy[int], some: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Return a strategy for so many, all drawn from a few."""
    few = st.lists(some, min_size=1, max_size=3)
    return st.tuples(number, few).map(lambda drawn: tuple(drawn[1][one % len(drawn[1])] for one in range(drawn[0])))


books = st.builds(
    Book,
    kinds=st.just({("MVC", "normal"): Sum(7, 10**9), (None, None): Sum(3)}),
    by_region=st.just({}),
    top_share=st.none(),
    hhi=st.none(),
)
kinds = st.sampled_from(["away", "covering", "territory", "unusual", "left", "unheard"])
previews = st.builds(
    Preview,
    accounts=counts,
    closed=counts,
    value=amounts,
    value_at_risk=amounts,
    dormant=counts,
    tiers=st.just({"MVC": Share(3, Decimal(10)), None: Share(1, Decimal(0))}),
    vips=of(many, st.builds(Vip, counts, names, people, people, amounts)),
    alerts=counts,
    snoozed=counts,
    flows=of(many, st.builds(Flow, st.none() | people, people, counts, amounts)),
    books=of(many, st.builds(BookChange, people, books, books)),
    cautions=of(st.integers(0, 60), st.builds(Caution, kinds, people, counts, of(many, names), st.just(NOW))),
    moved_on=of(many, st.builds(MovedOn, counts, names, st.none() | people, st.none() | st.just(NOW))),
)
views = st.builds(
    HandoverView,
    id=st.just(3),
    version=st.just(2),
    kind=st.just("move"),
    state=st.sampled_from(
        [*words.PENDING, words.DONE, words.UNDONE, words.REFUSED, words.CANCELLED, words.EXPIRED, words.FAILED]
    ),
    asked_by=st.none() | people,
    asked_at=st.just(NOW),
    reason=st.none() | names,
    due_at=st.none() | st.just(NOW),
    expires_at=st.just(NOW),
    decided_by=st.none() | people,
    decided_at=st.none() | st.just(NOW),
    done_at=st.none() | st.just(NOW),
    undone_by=people,
    undone_at=st.just(NOW),
    givers=of(st.integers(1, 40), st.none() | people),
    receivers=of(st.integers(1, 40), people),
    accounts=counts,
    returned=st.just(0),
    account=st.none() | names,
)
outreaches = st.builds(Outreach, st.just(date(2025, 11, 1)), st.just("call"), st.none(), names, names)
handed = st.builds(
    Handed,
    customer_id=counts,
    name=names,
    region=names,
    giver=st.none() | people,
    receiver=people,
    tier=st.just("MVC"),
    stage=st.none() | st.just("dormant"),
    last_visit=st.none(),
    value=amounts,
    birthday=st.none() | st.just(date(2000, 2, 29)) | st.just(date(1990, 12, 24)),
    anniversary=st.none() | st.just(date(1999, 11, 30)),
    alerts=counts,
    outreach=st.none() | outreaches,
    promise=st.none() | names,
)
booleans = st.booleans()
standings = st.builds(May, booleans, booleans, booleans, booleans)
needs = st.builds(Needed, st.just(Approval((1,), NOW)), of(many, names), st.just(tuple(Why)))
arranged = Cover(id=3, person_id=1, stand_in_id=2, begins_at=NOW, ends_at=NOW, made_by=1, made_at=NOW, reason="x" * 999)

Draw = Callable[..., object]


def handover_view(draw: Callable[..., object], language: Language) -> Reply:
    foreseen = st.none() | st.builds(Foreseen, previews, st.none() | st.just(12.0))
    told = {"foreseen": draw(foreseen), "may": draw(standings), "needed": draw(st.none() | needs)}
    above = [str(draw(st.just("x" * 100)))] * 3
    return handover(language, POLICY, draw(views), above=above, undoable_until=NOW, as_of=TODAY, today=TODAY, **told)  # type: ignore[arg-type]


def note_view(draw: Callable[..., object], language: Language) -> Reply:
    accounts = draw(of(many, handed))
    reader = accounts[0].receiver.id if accounts else None  # type: ignore[index]
    return handover_note(language, POLICY, draw(views), accounts, reader=reader, as_of=TODAY, today=TODAY)  # type: ignore[arg-type]


def handovers_view(draw: Callable[..., object], language: Language) -> Reply:
    return handovers(language, draw(of(many, views)), as_of=TODAY, today=TODAY)  # type: ignore[arg-type]


def receivers_view(draw: Callable[..., object], language: Language) -> Reply:
    owners = {f"{number} {draw(names)}": (3, 10**9) for number in range(60)} | {None: (1, 0)}
    name = draw(st.none() | names)
    return receivers(language, owners, name=name, words="all of id:1", by_territory=False, as_of=TODAY, today=TODAY)  # type: ignore[arg-type]


def covers_view(draw: Callable[..., object], language: Language) -> Reply:
    named = {1: Who(1, str(draw(names)), None), 2: Who(2, str(draw(names)), None)}
    return covers(language, [arranged] * 60, named, as_of=TODAY, today=TODAY)


@pytest.mark.parametrize("view", [handover_view, note_view, handovers_view, receivers_view, covers_view])
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_what_is_shown_fits_slack_and_pings_nobody(view: Callable[..., Reply], data: st.DataObject) -> None:
    reply = view(data.draw, data.draw(languages))
    assert breaches(reply) == []
    assert reply.blocks[-1]["elements"][-1]["text"].endswith(("Nov 30, 2025.", "2025年11月30日。"))


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(covered=people, stand_in=people, language=languages, is_stand_in=booleans, has_ended=booleans)
def test_both_are_told_of_a_cover_in_what_fits_slack(
    covered: Who, stand_in: Who, language: Language, is_stand_in: bool, has_ended: bool
) -> None:
    told = cover_told(language, arranged, covered, stand_in, is_stand_in=is_stand_in, has_ended=has_ended)
    made = cover_made(language, arranged, {1: covered, 2: stand_in}, has_begun=has_ended)
    failed = cover_failed(language, arranged, covered, stand_in, is_covered=is_stand_in)
    assert told is not None
    assert failed is not None
    assert [breaches(reply) for reply in (told, made, failed)] == [[], [], []]


def test_a_long_note_says_how_many_are_in_the_file() -> None:
    maria = Who(2, "Maria Santos", None)
    account = Handed(1, "Acme", None, None, maria, "MVC", None, None, Decimal(5), None, None)
    view = HandoverView(
        **dict.fromkeys(HandoverView.__dataclass_fields__)
        | {"id": 3, "version": 1, "state": words.DONE, "givers": (None,), "receivers": (maria,), "accounts": 40}  # type: ignore[arg-type]
    )
    reply = handover_note(ENGLISH, POLICY, view, [account] * 40, reader=2, with_file=True, as_of=TODAY, today=TODAY)
    assert reply.text.startswith("40 accounts are yours now, from nobody.")
    assert f"{40 - ROWS} more in the file." in str(reply.blocks)
    assert reply.file is not None
    assert reply.file.content.count(b"Acme") == 40
