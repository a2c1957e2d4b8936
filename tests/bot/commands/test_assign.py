"""`/assign`: which accounts are meant, by name or by a list, and what is said where it cannot be."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.commands.assign import assign
from bot.errors import BotError
from bot.locale import ENGLISH
from bot.question import Asker, File
from tests.business import classification, customer, person, profile, question, remember

PETRA = Asker(1, "Petra Boss", "U1", "manager")
NAMES = ("Acme", "Acme", "Beta, Inc.", "Solo Trading", "Cosy Café", "和平饭店")

Ask = Callable[..., str]


@pytest.fixture
def ask(sqlite_engine: Engine) -> Ask:
    """Ask Petra's questions, who manages Joe, whose all accounts are, Maria, and another Maria."""
    remember(
        sqlite_engine,
        classification(),
        person(1, "Petra Boss", role="manager", slack_id="U1"),
        person(2, "Joe Marsh", slack_id="U2", manager_id=1),
        person(3, "Maria Santos", slack_id="U3", manager_id=1, email="maria@shop.example"),
        person(4, "Maria Santos", slack_id="U4", manager_id=1),
        person(5, "陈志远", manager_id=1),
        *(customer(number, name, owner_id=2) for number, name in enumerate(NAMES, start=1)),
        *(profile(number) for number in range(1, len(NAMES) + 1)),
    )

    def answer(words: str, *, file: str | None = None) -> str:
        asked = question(sqlite_engine, words, asker=PETRA)
        attached = File("list.csv", "list.csv", (file or "").encode())
        try:
            return assign(replace(asked, attached=lambda: attached)).text
        except BotError as error:
            return error.told(ENGLISH)

    return answer


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Solo Trading and Cosy Cafe to <@U3>",
            "Hand over 2 accounts of Joe Marsh to Maria Santos (maria@shop.example)?",
        ),
        ("Cosy Cafe、和平饭店 给 <@U3>", "Hand over 2 accounts of Joe Marsh to Maria Santos (maria@shop.example)?"),
        ("Beta, Inc. to <@U3>", "Hand over Beta, Inc. of Joe Marsh to Maria Santos (maria@shop.example)?"),
        ("Solo Trading to <@U3> on monday", "The accounts move <!date^1764547200^"),
        ("Solo Trading to <@U99|maria>", "I know nobody called “maria” in the sales team."),
        ("Solo Trading to <@U99|陈志远>", "Hand over Solo Trading of Joe Marsh to 陈志远?"),
        ("Solo Trading to 陈志远明天", "I know nobody called “陈志远明天”"),
        ("Solo Trading to joe marsh until friday", "I know nobody called “joe marsh until friday”"),
        ("Solo Trading to maria", "Maria Santos (maria@shop.example), Maria Santos (id:4)?"),
        ("Acme to <@U3>", "I am not sure whom you mean by “Acme”."),
        ("all of Joe to <@U2>", "It is so already"),
        (f"Acme to <@U3> because {'x' * 2_000}", "That is too long to go on with by a button"),
        (
            f"Solo Trading to <@U3> because {'x' * 2_000}",
            "Hand over Solo Trading of Joe Marsh to Maria Santos (maria@shop.example)?",
        ),
    ],
)
def test_nothing_that_is_typed_is_overlooked(ask: Ask, words: str, told: str) -> None:
    assert told in ask(words)


def test_who_is_too_late_is_told_who_has_the_account_since_when(ask: Ask) -> None:
    ask("Solo Trading to <@U3>")
    ask("Solo Trading to <@U4>")
    ask("confirm 1")
    since = "has had Solo Trading since <!date^1764504000^"
    assert f"somebody was quicker. Maria Santos (maria@shop.example) {since}" in ask("confirm 2")

    ask("renew 2")
    ask("confirm 2")
    gone = ask("undo 1")
    assert f"somebody was quicker. Maria Santos (id:4) {since}" in gone
    assert "It can be undone" not in gone


def test_people_of_one_name_are_told_apart_wherever_accounts_change_hands(ask: Ask, sqlite_engine: Engine) -> None:
    remember(sqlite_engine, customer(9, "Taken", owner_id=3))
    told = ask("Taken to id:4")
    assert "Hand over Taken of Maria Santos (maria@shop.example) to Maria Santos (id:4)?" in told
    assert ask("Taken to Maria Santos (id:4)") == told
    owners = str(assign(question(sqlite_engine, "Taken, Solo Trading, Cosy Cafe", asker=PETRA)).blocks)
    assert "Maria Santos (maria@shop.example)" in owners


def test_a_customer_whose_name_has_to_in_it_is_meant_by_just_that_name(ask: Ask, sqlite_engine: Engine) -> None:
    remember(sqlite_engine, customer(9, "送给力超市", owner_id=2), customer(10, "Maria to Go", owner_id=2))
    assert ask("送给力超市").startswith("Who is to get 送给力超市?")
    assert ask("Maria to Go").startswith("Who is to get Maria to Go?")
    assert "Hand over 送给力超市 of Joe Marsh to Maria Santos (id:4)?" in ask("送给力超市给<@U4>")


def test_what_has_not_happened_yet_cannot_be_undone_and_has_not_changed_either(ask: Ask) -> None:
    ask("Solo Trading to <@U3>")
    assert ask("undo 1").startswith("*Nothing has changed:* this is how it stands now. Hand over Solo Trading")
    assert ask("undo 1 v7").startswith("*Nothing was done:* this has changed since it was shown.")


@pytest.mark.parametrize("typed", ["confirm 1 2", "confirm 1, 2", "undo 1 not", "show 1 to <@U3>", "确认1 2"])
def test_nothing_is_decided_where_more_is_typed_than_is_understood(ask: Ask, typed: str) -> None:
    ask("Solo Trading to <@U3>")
    assert ask(typed).startswith("I do not understand")
    assert ask("show 1").startswith("Hand over Solo Trading")


def test_what_is_decided_without_a_number_is_about_the_one_that_can_be_meant_or_asks_which(ask: Ask) -> None:
    assert "You gave no number, and I find no handover" in ask("撤销")
    ask("Solo Trading to <@U3>")
    assert "is it this one? Hand over Solo Trading of Joe Marsh" in ask("confirm")
    ask("Cosy Cafe to <@U3>")
    assert ask("confirm").startswith("Which one? Add its number, as in `/assign confirm 2`.")
    ask("confirm 2")
    assert "is it this one? Handed over: Cosy Café" in ask("undo")
    assert "You gave no number, and I find no handover" in ask("approve")


def test_accounts_that_are_the_receivers_already_are_left_out_and_counted(ask: Ask, sqlite_engine: Engine) -> None:
    remember(sqlite_engine, customer(9, "Taken", owner_id=3))
    asked = question(sqlite_engine, "Taken, Solo Trading to <@U3>", asker=PETRA)
    assert "1 account is left out: it is already whose it would be." in str(assign(asked).blocks)
    ask("Taken, Cosy Cafe to <@U4>")
    ask("Taken to <@U4>")
    ask("confirm 3")
    again = assign(replace(asked, words="renew 2"))
    assert "1 account is left out: it is already whose it would be." in str(again.blocks)


def test_where_nobody_looks_after_a_region_that_is_said(ask: Ask, sqlite_engine: Engine) -> None:
    assert "Nobody who could get them looks after the region" in ask("all of Joe to <@U3>, <@U4> by territory")
    remember(
        sqlite_engine, customer(9, "Far", owner_id=2, region="West"), person(6, "Wei", slack_id="U6", territory="west")
    )
    asked = question(sqlite_engine, "all of Joe by territory", asker=PETRA)
    assert "6 accounts are left out, as nobody looks after their regions: no region (6)." in str(assign(asked).blocks)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Acme, Solo Trading to <@U3>", '/assign id:1 "Solo Trading" to <@U3>'),
        ("Solo Trading and Acme to <@U3>", '/assign "Solo Trading" id:1 to <@U3>'),
        ("和平饭店、Acme 给 <@U3>", '/assign "和平饭店" id:1 to <@U3>'),
        ('"Acme" "Solo Trading" to <@U3>', '/assign id:1 "Solo Trading" to <@U3>'),
    ],
)
def test_of_several_names_one_that_is_not_clear_is_chosen_in_its_place(
    ask: Ask, sqlite_engine: Engine, typed: str, offered: str
) -> None:
    asked = question(sqlite_engine, typed, asker=PETRA)
    assert offered in str(assign(asked).blocks).replace("\\", "")
    done = "Hand over 2 accounts of Joe Marsh to Maria Santos (maria@shop.example)?"
    assert done in ask(offered.removeprefix("/assign "))


@pytest.mark.parametrize(
    ("words", "file", "told"),
    [
        ("file", "customer;new owner\nSolo Trading;id:3\nCosy Café;陈志远\n", "Hand over 2 accounts of Joe Marsh"),
        ("file", "customer,new owner\nAcme,id:3\n", "line 2: several customers are called “Acme”: write an id instead"),
        ("file", "customer,new owner\nSolo,id:3\n", "line 2: no customer has just the name or the id “Solo”"),
        ("file", "customer,new owner\nSolo Trading,id:3\n", "Hand over Solo Trading of Joe Marsh"),
        (
            "file",
            "customer,new owner\nSolo Trading,id:3\nSolo Trading,id:3\nsolo trading,id:4\n",
            "nothing is proposed:\nline 4: Solo Trading goes to somebody else in line 2",
        ),
        ("file to <@U3>", "customer,owner\nSolo Trading,Joe Marsh\n", "Hand over Solo Trading of Joe Marsh to Maria"),
        ("file", "customer,owner\nSolo Trading,id:3\n", "Hand over Solo Trading of Joe Marsh to Maria"),
    ],
)
def test_a_list_is_used_as_it_is_or_not_at_all(ask: Ask, words: str, file: str, told: str) -> None:
    assert told in ask(words, file=file)


def test_a_comma_in_a_pasted_name_is_part_of_it_where_something_else_stands_before_the_receiver(ask: Ask) -> None:
    assert "Hand over 2 accounts" in ask('lines "Beta, Inc.; id:3" "Solo Trading, id:3"')
