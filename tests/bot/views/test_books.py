"""Promises of what is shown of books, whatever people and customers are called and whatever they bring."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.books.balancing import Balance
from bot.locale import CHINESE, ENGLISH, Language
from bot.telling import blocks
from bot.views.balance import balance, told
from bot.views.book import Attention, book
from bot.views.loads import Burden, loads
from segmentation.profile import Policy
from storage import books
from storage.books import Account, Book
from storage.home.asleep import Asleep, Dozer
from storage.home.occasions import Occasion
from storage.home.pressing import Pressing
from tests.bot.views.alerts import view
from tests.bot.views.limits import breaches
from tests.business import TODAY

SAMPLES = ["<!channel>", "<@U123>", "x" * 500, "龍" * 300, "a\u202eb\x00\n*_`~", "=cmd()", " ", "&amp;" * 100]

names = st.sampled_from(SAMPLES) | st.text(min_size=1, max_size=200)
languages = st.sampled_from([ENGLISH, CHINESE])
amounts = st.integers(-(10**15), 10**15)
money = amounts.map(lambda units: Decimal(units) / 10_000)


@st.composite
def a_book(draw: st.DrawFn) -> Book:
    """A book of up to thirty accounts, of any tier and stage, anywhere."""
    tiers, stages = (
        st.sampled_from(["MVC", "BZ", "retired", None]),
        st.sampled_from(["normal", "buried", "retired", None]),
    )
    account = st.builds(Account, st.integers(1, 99), st.just(1), tiers, stages, st.none() | names, amounts, amounts)
    return books.book(draw(st.lists(account, max_size=30)))


@st.composite
def attention(draw: st.DrawFn) -> Attention:
    """Five of everything that needs attention, or nothing."""
    if not draw(st.booleans()):
        return Attention()
    alerts = [view(id=n, customer=draw(names), value_at_risk=draw(money)) for n in range(5)]
    dozers = [Dozer(n, draw(names), 1, None, "dormant", draw(st.none() | st.just(50)), draw(money)) for n in range(5)]
    occasions = [Occasion(n, draw(names), 1, None, "birthday", TODAY, None, draw(money)) for n in range(5)]
    return Attention(Pressing(alerts, 9), Asleep(dozers, 9, draw(money)), occasions)


@settings(deadline=None, max_examples=20)
@given(a_book(), attention(), st.none() | names, languages)
def test_a_book_fits_slack_and_pings_nobody(
    found: Book, first: Attention, name: str | None, language: Language
) -> None:
    reply = book(language, Policy(), found, name=name, first=first, as_of=TODAY, today=TODAY)

    assert breaches(reply) == []
    assert reply.text.endswith(blocks.reach(language, as_of=TODAY, today=TODAY))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.builds(Burden, names, a_book(), st.booleans(), st.booleans()), max_size=3), names, languages)
def test_loads_fit_slack_and_ping_nobody(burdens: list[Burden], team: str, language: Language) -> None:
    for many in (burdens, burdens * 40):
        assert (
            breaches(loads(language, many, usual=3.5, team=team[:100], to_balance=True, as_of=TODAY, today=TODAY)) == []
        )


@settings(deadline=None, max_examples=30)
@given(
    st.builds(
        Balance,
        moves=st.sampled_from([{}, {1: 2}, dict.fromkeys(range(5_000), 1)]),
        before=st.just({1: 5, 2: 0}),
        after=st.just({1: 5, 2: 0}),
        band=st.just((2, 3)),
        excess=st.integers(0, 2),
        proven=st.booleans(),
        vips=st.integers(0, 2),
        outside=st.integers(0, 2),
    ),
    st.lists(names, max_size=20),
    languages,
)
def test_what_evening_out_takes_fits_slack_and_pings_nobody(
    found: Balance, people: list[str], language: Language
) -> None:
    reply = balance(language, found, within=0.1, away=people, as_of=TODAY, today=TODAY + timedelta(days=9))
    lines = told(language, found, within=0.1, away=people, left=people)

    assert breaches(reply) == []
    assert breaches(blocks.reply(" ".join(lines), blocks.paragraph(*lines))) == []
