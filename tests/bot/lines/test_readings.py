"""What people type behind `/customer`."""

import pytest

from bot.lines.readings import Reading, order_meant, readings


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Acme", [Reading("card", "Acme")]),
        ("tier Acme", [Reading("tier", "Acme"), Reading("card", "tier Acme")]),
        ("TIER Acme", [Reading("tier", "Acme"), Reading("card", "TIER Acme")]),
        ("等级 中成", [Reading("tier", "中成"), Reading("card", "等级 中成")]),
        ('"Tier One"', [Reading("card", "Tier One")]),
        ('tier "Why Not"', [Reading("tier", "Why Not"), Reading("card", 'tier "Why Not"')]),
        ("tier", [Reading("card", "tier")]),
        ("help", [Reading("help", "")]),
        ("", [Reading("help", "")]),
        ("help desk", [Reading("card", "help desk")]),
    ],
)
def test_words_are_read_as_an_order_or_as_a_name(words: str, wanted: list[Reading]) -> None:
    assert readings(words) == wanted


def test_a_misspelt_order_is_recognised() -> None:
    assert order_meant("teir Acme") == Reading("tier", "Acme")
    assert order_meant("Brakes and Gears") is None
    assert order_meant("teir") is None
