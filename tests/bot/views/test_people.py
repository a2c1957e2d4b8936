"""Promises of the views about people, whatever they are called."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Reply
from bot.views.admission import Alike, Request, access_request, asked, decided, requests
from bot.views.departure import Departure, departure
from bot.views.groups import Mapped, groups
from bot.views.people import SHOWN, Asking, Facts, Line, Part, people, person
from tests.bot.views.limits import breaches

AT = datetime(2025, 11, 30, 12, tzinfo=UTC)
HOSTILE = ["<!channel>", "<@U123>", "x" * 500, "龍" * 300, "a\u202eb\x00\n*_`~", " ", "&amp;" * 100, "Joe"]

called = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=200)
languages = st.sampled_from([ENGLISH, CHINESE])
roles = st.sampled_from(["salesperson", "lead", "manager", "admin", "retired role"])
lines = st.builds(Line, st.integers(1, 10**15), called, roles, st.none() | called, st.none() | called, st.booleans())
parts = st.builds(Part, st.none() | called, st.integers(0, 9), st.lists(lines, max_size=3))
facts = st.builds(
    Facts,
    lines,
    st.booleans(),
    *[st.none() | called] * 2,
    st.sampled_from([None, "file", "email", "hand", "group"]),
    *[st.none() | called] * 3,
    st.integers(0, 10**6),
)
alike = st.builds(Alike, st.integers(1, 10**15), called, st.integers(0, 10))
waiting = st.builds(
    Request,
    st.just("U012AB3CD"),
    called,
    st.none() | called,
    st.none() | called,
    st.just(AT),
    st.sampled_from([None, True, False]),
    st.none() | called,
    st.just(AT),
    st.lists(alike, max_size=3),
)
heirs = st.lists(st.tuples(st.integers(1, 10**15), called), max_size=10)
amounts = st.just(Decimal(10**12))
left = st.builds(
    Departure,
    st.integers(1, 10**15),
    called,
    st.sampled_from([None, "slack", "group", "hand", "file"]),
    st.integers(0, 10**6),
    amounts,
    amounts,
    st.integers(0, 99),
    st.integers(0, 99),
    heirs,
)
asking = st.builds(Asking, st.booleans(), st.integers(0, 20))


@settings(max_examples=20)
@given(languages, st.lists(parts, max_size=3), facts, st.lists(waiting, max_size=9), left, asking, called)
def test_an_answer_fits_slack_and_pings_nobody(
    language: Language,
    team: list[Part],
    of_one: Facts,
    open_: list[Request],
    gone: Departure,
    may: Asking,
    name: str,
) -> None:
    shown: list[Reply] = [
        people(language, team, may, total=9, words="/people list", page=2, pages=3),
        person(language, of_one, may, told=language.say("{name} is changed.", name="Joe")),
        requests(language, open_),
        *(access_request(language, one) for one in open_[:1]),
        asked(language, [name] * 3, again=True),
        decided(language, granted=False, by=name),
        departure(language, gone),
        groups(language, [Mapped(name, "lead", name, is_read=False)], unmapped=[name] * 20, told="x"),
    ]
    for one in shown:
        assert breaches(one) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_full_page_of_people_fits_whatever_they_are_called(name: str) -> None:
    team = [Part(name, 3, [Line(n, name, "salesperson", name, None) for n in range(SHOWN)])]

    assert breaches(people(ENGLISH, team, Asking(True, 3), total=99, words="/people list", page=1, pages=2)) == []
