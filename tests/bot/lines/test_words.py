"""What people type after a slash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines.words import called, cleaned, nearest, understood

COMMANDS = ("/customer", "/dormant")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/customer tier Acme", ("/customer", "tier Acme")),
        ("/crm-customer tier Acme", ("/customer", "tier Acme")),
        ("/crm-regulars customer tier Acme", ("/customer", "tier Acme")),
        ("/regulars /crm-customer tier Acme", ("/customer", "tier Acme")),
        ("/REGULARS Dormant", ("/dormant", "")),
        ("customer Acme", ("/customer", "Acme")),
        ("/regulars", (None, "")),
        ("/regulars regulars customer", (None, "customer")),
        ("/regulars Acme", (None, "")),
        ("", (None, "")),
    ],
)
def test_a_line_is_a_command_and_its_words(line: str, expected: tuple[str | None, str]) -> None:
    assert understood(line, commands=COMMANDS, prefix="crm-") == expected


def test_every_command_is_understood_as_it_is_called() -> None:
    assert called("/customer", prefix="crm-") == "/crm-customer"
    assert understood(called("/customer", prefix="crm-"), commands=COMMANDS, prefix="crm-") == ("/customer", "")


def test_odd_characters_of_phones_become_plain() -> None:
    assert cleaned(" “Joe’s”\u00a0Bar\u3000中成\u200b\r\n\x00 ") == '"Joe\'s" Bar 中成'


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/custmer Acme", "/customer"),
        ("/crm-regulars dorment top50", "/dormant"),
        ("/crm-dormnt", "/dormant"),
        ("/crm-regulars", None),
        ("/regulars help", None),
        ("", None),
    ],
)
def test_a_command_that_nobody_knows_is_near_another_or_none(line: str, command: str | None) -> None:
    assert nearest(line, commands=COMMANDS, prefix="crm-") == command


@given(st.text(st.characters(codec=None)))
def test_cleaned_words_can_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    clean = cleaned(text)

    assert clean.encode().decode() == clean
    assert "\x00" not in clean
    assert cleaned(clean) == clean
