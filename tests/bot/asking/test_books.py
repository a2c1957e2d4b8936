"""What people type behind `/accounts`."""

import pytest

from bot.asking.books import Wish, understood
from bot.lines.options import NotUnderstood


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish()),
        ("mine", Wish()),
        ("我的", Wish()),
        ("@maria", Wish(who="@maria")),
        ('"Team Spirit"', Wish(who="Team Spirit")),
        ("<@U1|joe>", Wish(who="<@U1|joe>")),
        ("id:5", Wish(who="id:5")),
        ("team", Wish("team")),
        ('team "North East"', Wish("team", "North East")),
        ("团队 东区", Wish("team", "东区")),
        ("balance", Wish("balance")),
        ("balance within 10%", Wish("balance", within=0.1)),
        ("Balance team East within 5 %", Wish("balance", "East", 0.05)),
        ("balance 15% North East", Wish("balance", "North East", 0.15)),
        ("平衡 东区 在5%以内", Wish("balance", "东区", 0.05)),
        ("均衡 ５％", Wish("balance", within=0.05)),
        ("balance within 0%", Wish("balance", within=0.0)),
        ("help", Wish("help")),
        ("帮助", Wish("help")),
    ],
)
def test_words_are_understood(words: str, wish: Wish) -> None:
    assert understood(words) == wish


@pytest.mark.parametrize("words", ["balance within 101%", "balance 999%"])
def test_nobody_may_be_twice_as_far_from_the_mean(words: str) -> None:
    with pytest.raises(NotUnderstood):
        understood(words)
