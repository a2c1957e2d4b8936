"""What is typed behind `/alerts`, read as an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines import orders
from bot.lines.options import NotUnderstood
from bot.lines.orders import LIVE, Listing, NoSuchAlert, Order, listing, understood
from bot.lines.words import cleaned, quoted

RULES = ("vip_slipping", "vip_back")


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("", Order("list")),
        ("mine", Order("list", words=("mine",))),
        ("rule vip_back", Order("list", words=("rule", "vip_back"))),
        ("17", Order("show", (17,))),
        ("#17", Order("show", (17,))),
        ("take 17 v3", Order("take", (17,), 3)),
        ("TAKE 17, 18 17", Order("take", (17, 18))),
        ("认领 １７、18", Order("take", (17, 18))),
        ("snooze 17 v0 3d", Order("snooze", (17,), 0, ("3d",))),
        ("snooze 17 3 days", Order("snooze", (17,), None, ("3", "days"))),
        ("snooze 17 24 Dec", Order("snooze", (17,), None, ("24", "Dec"))),
        ('log 17 call note "a b"', Order("log", (17,), None, ("call", "note", "a b"))),
        ("reassign 17 <@U1|joe b>", Order("reassign", (17,), None, ("<@U1|joe b>",))),
        ("reassign 17 18 Marcus", Order("reassign", (17, 18), None, ("Marcus",))),
        ("?", Order("help")),
    ],
)
def test_words_are_an_order_with_its_alerts(words: str, order: Order) -> None:
    assert understood(words, usage="") == order


@given(st.text())
def test_anything_typed_is_an_order_or_not_understood(words: str) -> None:
    try:
        order = understood(cleaned(words), usage="")
    except (NotUnderstood, NoSuchAlert):
        return
    assert order.verb in orders.VERBS.values()


@given(
    st.builds(
        Listing,
        scope=st.sampled_from([None, "mine", "team", "all"]),
        rule=st.sampled_from([None, *RULES]),
        states=st.just(LIVE) | st.lists(st.sampled_from(orders.STATES), min_size=1, unique=True).map(tuple),
        page=st.integers(1, 999),
    )
)
def test_a_list_asks_for_itself_in_words(asked: Listing) -> None:
    order = understood(f"list {asked.words()}", usage="")
    assert listing(order.words, rules=RULES, usage="") == asked


@given(st.text(max_size=100))
def test_what_is_written_in_a_form_is_one_word_of_a_line(text: str) -> None:
    line = cleaned(f"/alerts log 17 call note {quoted(text)}").removeprefix("/alerts ")
    order = understood(line, usage="")
    assert order.words[:2] == ("call", "note")
    assert len(order.words) == 3
