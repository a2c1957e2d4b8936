"""What people type behind `/assign` and `/cover`, understood."""

from datetime import date

import pytest

from bot.lines import assigning, covering
from bot.lines.assigning import Wish
from bot.lines.clauses import Word
from bot.lines.covering import Wanted
from bot.lines.days import DayOver
from bot.lines.meaning import NOBODY, Accounts, Which
from bot.lines.options import NotUnderstood

WEDNESDAY, MONDAY = date(2026, 11, 25), date(2026, 11, 30)
JOE, MARIA, CHEN = "<@U2|joe>", "<@U1|maria>", "<@U3|chen>"


def named(*names: str) -> Accounts:
    return Accounts(Which.NAMED, names)


WISHES = [
    ("ACME to @maria", Wish(named("ACME"), ("@maria",))),
    (f"ACME from monday to {MARIA}", Wish(named("ACME"), (MARIA,), since=MONDAY)),
    (
        f"Back to Basics to {MARIA} from monday because Joe wants to: he has too many",
        Wish(named("Back to Basics"), (MARIA,), since=MONDAY, because="Joe wants to: he has too many"),
    ),
    (f"Bank of America, Inc to {MARIA}", Wish(named("Bank of America, Inc"), (MARIA,))),
    ("5 star hotel to maria santos", Wish(named("5 star hotel"), ("maria santos",))),
    ("Show Me Bikes to @maria", Wish(named("Show Me Bikes"), ("@maria",))),
    ("Dormant Inc to @maria", Wish(named("Dormant Inc"), ("@maria",))),
    ('"All of Nothing", "Because" to @maria', Wish(named("All of Nothing", "Because"), ("@maria",))),
    ("id:1 id:2, id:3 to id:4 id:5 by count", Wish(named("id:1", "id:2", "id:3"), ("id:4", "id:5"), by="count")),
    (
        f"14 dormant of {JOE} in East to {MARIA}",
        Wish(Accounts(Which.ASLEEP, most=14, of=JOE, region="East"), (MARIA,)),
    ),
    (f"all dormant customers of {JOE} to {MARIA}", Wish(Accounts(Which.ASLEEP, of=JOE), (MARIA,))),
    (
        "all of Joe Marsh in North East to Maria Santos and Chen evenly",
        Wish(Accounts(Which.ALL, of="Joe Marsh", region="North East"), ("Maria Santos", "Chen"), by="value"),
    ),
    (
        f"all of {JOE} to {MARIA}, {CHEN} evenly by region from 2026-12-01",
        Wish(Accounts(Which.ALL, of=JOE), (MARIA, CHEN), by="region", since=date(2026, 12, 1)),
    ),
    (f"unowned in East to {MARIA}", Wish(Accounts(Which.ALL, of=NOBODY, region="East"), (MARIA,))),
    ("all accounts of nobody to @maria", Wish(Accounts(Which.ALL, of=NOBODY), ("@maria",))),
    ("ACME", Wish(named("ACME"))),
    ("confirm it", Wish(named("confirm it"))),
    ("file to @maria", Wish(Accounts(Which.FILE), ("@maria",))),
    ('lines "ACME; maria" "Brakes"', Wish(Accounts(Which.LINES, ("ACME; maria", "Brakes")))),
    ("misplaced", Wish(Accounts(Which.MISPLACED))),
    ("misplaced by territory", Wish(Accounts(Which.MISPLACED), by="territory")),
    (f"misplaced of {JOE} to {MARIA}", Wish(Accounts(Which.MISPLACED, of=JOE), (MARIA,))),
    (f"中成大酒店给{MARIA}", Wish(named("中成大酒店"), (MARIA,))),
    ("中成大酒店 转给 @maria 从周一 因为休假", Wish(named("中成大酒店"), ("@maria",), since=MONDAY, because="休假")),
    (f"{JOE}的全部给{MARIA}、{CHEN}按金额", Wish(Accounts(Which.ALL, of=JOE), (MARIA, CHEN), by="value")),
    (
        f"{JOE}在East的14个休眠客户 给 {MARIA}",
        Wish(Accounts(Which.ASLEEP, most=14, of=JOE, region="East"), (MARIA,)),
    ),
    (f"ACME to {MARIA} on monday, because: he left", Wish(named("ACME"), (MARIA,), since=MONDAY, because="he left")),
    ("ACME to @maria since monday", Wish(named("ACME"), ("@maria",), since=MONDAY)),
    ("ACME to @maria from monday onwards", Wish(named("ACME"), ("@maria",), since=MONDAY)),
    (f"ACME to {MARIA}, tomorrow", Wish(named("ACME"), (MARIA,), since=date(2026, 11, 26))),
    ("ACME to Joe Friday", Wish(named("ACME"), ("Joe Friday",))),
    (f"ACME from monday to {MARIA} today", Wish(named("ACME"), (MARIA, "today"), since=MONDAY)),
    (f"ACME to {MARIA} next monday by value", Wish(named("ACME"), (MARIA,), by="value", since=MONDAY)),
    ("ACME => @maria", Wish(named("ACME"), ("@maria",))),
    ("Just Because to @maria", Wish(named("Just Because"), ("@maria",))),
    ("Greta from Rome from monday to @maria", Wish(named("Greta from Rome"), ("@maria",), since=MONDAY)),
    ("Back on Track to @maria", Wish(named("Back on Track"), ("@maria",))),
    (
        f"all of {JOE} by region to {MARIA}, {CHEN}, because he left",
        Wish(Accounts(Which.ALL, of=JOE), (MARIA, CHEN), by="region", because="he left"),
    ),
    (f"all of {JOE} evenly to {MARIA}, {CHEN}", Wish(Accounts(Which.ALL, of=JOE), (MARIA, CHEN), by="value")),
    (f"all of {JOE} to {MARIA}, {CHEN} split by count", Wish(Accounts(Which.ALL, of=JOE), (MARIA, CHEN), by="count")),
    (f"all from {JOE} to {MARIA}", Wish(Accounts(Which.ALL, of=JOE), (MARIA,))),
    (f"all of {JOE}'s accounts to {MARIA}", Wish(Accounts(Which.ALL, of=JOE), (MARIA,))),
    ("all of joe's accounts to maria", Wish(Accounts(Which.ALL, of="joe"), ("maria",))),
    (f"all unowned in East to {MARIA}", Wish(Accounts(Which.ALL, of=NOBODY, region="East"), (MARIA,))),
    (f"把中成大酒店转交给{MARIA}", Wish(named("中成大酒店"), (MARIA,))),
    (f'"因为爱酒店"和"到家便利店"给{MARIA}', Wish(named("因为爱酒店", "到家便利店"), (MARIA,))),
    ("到家便利店 给 @maria", Wish(named("到家便利店"), ("@maria",))),
    (
        f"中成大酒店给{MARIA}，从下周一开始，因为Joe去北京到周五",
        Wish(named("中成大酒店"), (MARIA,), since=MONDAY, because="Joe去北京到周五"),
    ),
    (
        f"把{JOE}的所有客户转给{MARIA}和{CHEN}，按地区平均分配",
        Wish(Accounts(Which.ALL, of=JOE), (MARIA, CHEN), by="region"),
    ),
    (f"{JOE}的客户全部平均分给{MARIA}、{CHEN}", Wish(Accounts(Which.ALL, of=JOE), (MARIA, CHEN), by="value")),
    ("聚贤茶馆给Priya从周一，因为他给力", Wish(named("聚贤茶馆"), ("Priya",), since=MONDAY, because="他给力")),
    ("把中成大酒店转给李静", Wish(named("中成大酒店"), ("李静",))),
    ("从前茶馆给李静从下周一", Wish(named("从前茶馆"), ("李静",), since=MONDAY)),
    ("中成大酒店给李静从12月24日", Wish(named("中成大酒店"), ("李静",), since=date(2026, 12, 24))),
    ("无人负责的客户给李静", Wish(Accounts(Which.ALL, of="nobody"), ("李静",))),
    ("将中成大酒店移交给李静、王伟", Wish(named("中成大酒店"), ("李静", "王伟"))),
    ("将军酒店移交给李静", Wish(named("将军酒店"), ("李静",))),
    ("送给力超市给Priya", Wish(named("送给力超市"), ("Priya",))),
    ("送给力超市 给 Priya", Wish(named("送给力超市"), ("Priya",))),
    ('"送给力超市"', Wish(named("送给力超市"))),
    ("给力公司", Wish(named("给力公司"))),
    ("李静的客户 给 Priya", Wish(Accounts(Which.ALL, of="李静"), ("Priya",))),
    ("李静的14个休眠客户给Priya", Wish(Accounts(Which.ASLEEP, most=14, of="李静"), ("Priya",))),
]


@pytest.mark.parametrize(("typed", "wish"), WISHES, ids=[typed for typed, _ in WISHES])
def test_a_handover_is_understood_as_people_type_it(typed: str, wish: Wish) -> None:
    assert assigning.understood(typed, today=WEDNESDAY) == wish


@pytest.mark.parametrize("wish", [wish for _, wish in WISHES])
def test_a_button_carries_words_that_mean_the_same(wish: Wish) -> None:
    assert assigning.understood(wish.words(), today=WEDNESDAY) == wish


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", Word("help")),
        ("pending", Word("pending")),
        ("待批", Word("pending")),
        ("confirm 3 v2", Word("confirm", 3, 2)),
        ("decline 3", Word("refuse", 3)),
        ("批准 #3 v2", Word("approve", 3, 2)),
        ("撤销3", Word("undo", 3)),
        ("confirm: 3", Word("confirm", 3)),
        ("撤销", Word("undo")),
        ("note 3 csv", Word("note", 3, rest=("csv",))),
    ],
)
def test_a_decision_names_a_handover_by_its_number(typed: str, word: Word) -> None:
    assert assigning.understood(typed, today=WEDNESDAY) == word


@pytest.mark.parametrize(
    "typed",
    [
        *("to @maria", "ACME to", "ACME to @maria by magic", "ACME to @maria from someday", "ACME to from monday"),
        *("ACME to @maria from 30 feb", f"{JOE} to {MARIA}", f"ACME {MARIA}"),
    ],
)
def test_what_means_nothing_is_said_so_with_how_to_ask(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="Usage: `/assign ACME to @maria"):
        assigning.understood(typed, today=WEDNESDAY)


def test_a_day_that_is_over_is_refused() -> None:
    with pytest.raises(DayOver):
        assigning.understood("ACME to @maria from 2026-11-24", today=WEDNESDAY)


COVERS = [
    ("@joe by @maria until friday", Wanted("@joe", "@maria", date(2026, 11, 27))),
    (
        f"{JOE} by {MARIA} until friday from monday because holiday",
        Wanted(JOE, MARIA, date(2026, 12, 4), MONDAY, "holiday"),
    ),
    (
        "me by Maria Santos from tomorrow until 24 dec",
        Wanted("me", "Maria Santos", date(2026, 12, 24), date(2026, 11, 26)),
    ),
    (f"{JOE}由{MARIA}到周五因为休假", Wanted(JOE, MARIA, date(2026, 11, 27), because="休假")),
    ("@joe by @maria for 3 days", Wanted("@joe", "@maria", date(2026, 11, 27))),
    ("王代理 由 @ann 到周五", Wanted("王代理", "@ann", date(2026, 11, 27))),
    ("@joe by @maria for a month", Wanted("@joe", "@maria", date(2026, 12, 24))),
    ("@joe by @maria until the end of the year", Wanted("@joe", "@maria", date(2026, 12, 31))),
    ("@joe by @maria from monday for a week", Wanted("@joe", "@maria", date(2026, 12, 6), MONDAY)),
    ("@joe by @maria from monday to friday", Wanted("@joe", "@maria", date(2026, 12, 4), MONDAY)),
    ("@joe by @maria from next monday until next friday", Wanted("@joe", "@maria", date(2026, 12, 4), MONDAY)),
    ("@joe by @maria until next week", Wanted("@joe", "@maria", date(2026, 11, 29))),
    ("@joe by @maria for next week", Wanted("@joe", "@maria", date(2026, 12, 6), MONDAY)),
    ("@joe by @maria for this week", Wanted("@joe", "@maria", date(2026, 11, 29))),
    ("@joe by @maria for monday", Wanted("@joe", "@maria", MONDAY, MONDAY)),
    ("@joe by @maria until 2 weeks", Wanted("@joe", "@maria", date(2026, 12, 9))),
    ("@joe by @maria through next week", Wanted("@joe", "@maria", date(2026, 12, 6))),
    ("@joe by @maria from next week to the end of the month", Wanted("@joe", "@maria", date(2026, 11, 30), MONDAY)),
    (f"{JOE}由{MARIA}代班到下周", Wanted(JOE, MARIA, date(2026, 11, 29))),
    ("李静 由 Priya 代班 到周五", Wanted("李静", "Priya", date(2026, 11, 27))),
    ("李静由Priya代班到周五", Wanted("李静", "Priya", date(2026, 11, 27))),
    ("李静由陈静怡代班到周五", Wanted("李静", "陈静怡", date(2026, 11, 27))),
    ("李静由陈静怡到周五", Wanted("李静", "陈静怡", date(2026, 11, 27))),
    ("李静由陈静怡从下周一到下周五因为休假", Wanted("李静", "陈静怡", date(2026, 12, 4), MONDAY, "休假")),
    ("李静由陈静怡代班三天", Wanted("李静", "陈静怡", date(2026, 11, 27))),
    ("李静 由 陈静怡 为期3天", Wanted("李静", "陈静怡", date(2026, 11, 27))),
    ("李静由陈静怡代班三天从下周一", Wanted("李静", "陈静怡", date(2026, 12, 2), MONDAY)),
    ("李静由陈静怡代班直到周五", Wanted("李静", "陈静怡", date(2026, 11, 27))),
    ("李静由王代理到周五", Wanted("李静", "王代理", date(2026, 11, 27))),
    (f"{JOE}由{MARIA}代班从下周到下月底", Wanted(JOE, MARIA, date(2026, 12, 31), MONDAY)),
    (f"{JOE}由{MARIA}代班，从下周一到下周五，因为休假", Wanted(JOE, MARIA, date(2026, 12, 4), MONDAY, "休假")),
]


@pytest.mark.parametrize(("typed", "wanted"), COVERS, ids=[typed for typed, _ in COVERS])
def test_a_cover_is_understood_as_people_type_it(typed: str, wanted: Wanted) -> None:
    assert covering.understood(typed, today=WEDNESDAY) == wanted


def test_covers_are_listed_and_ended() -> None:
    assert covering.understood("", today=WEDNESDAY) == Word("list")
    assert covering.understood("end 3", today=WEDNESDAY) == Word("end", 3)
    assert covering.understood("cancel #3", today=WEDNESDAY) == Word("end", 3)
    assert covering.understood("结束", today=WEDNESDAY) == Word("end")


@pytest.mark.parametrize(
    "typed", ["@joe by @maria", "@joe by @maria for someday", "@joe by @maria for 0 days", "end 3, 4"]
)
def test_a_cover_without_its_end_is_none(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="Usage: `/cover"):
        covering.understood(typed, today=WEDNESDAY)
