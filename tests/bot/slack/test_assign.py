"""Accounts that change hands, as people have it on their screens: looked at, confirmed, approved, undone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import clock
from playground.testing import LocalSlack
from playground.testing.hearing import Heard
from playground.testing.people import Actor
from storage.handovers import life
from storage.tables import Alert, AuditEntry, Choice, Handover, Message
from tests.bot.slack.sales_team import CHEN, FRIDAY_NOON, JOE, MARIA, owners, sales_team
from tests.business import remember


@pytest.fixture
def workspace(sqlite_engine: Engine, tmp_path: Path) -> Iterator[LocalSlack]:
    """The sales team in Slack."""
    with sales_team(sqlite_engine, tmp_path) as running:
        yield running


def _versions(engine: Engine) -> list[tuple[int, str, int]]:
    """Return how far each handover has come, and how many messages and rows of the record there are."""
    with Session(engine) as session:
        told = session.query(Message).count(), "", session.query(AuditEntry).count()
        return [told, *((one.id, one.state, one.version) for one in session.query(Handover).order_by(Handover.id))]


def last(actor: Actor) -> str:
    """Return what somebody hears last."""
    return actor.hears()[-1].words


def test_one_account_is_looked_at_then_handed_over_and_both_get_a_note(
    sqlite_engine: Engine, workspace: LocalSlack
) -> None:
    maria = workspace.as_("maria")
    maria.types("/assign Acme to <@U0CHEN|chen> because Joe asked for it")
    [shown] = maria.hears()
    assert shown.is_ephemeral
    assert shown.words.startswith("*Hand over Acme of Joe Marsh to 陈志远?*")
    assert "Worth $1,000 in 365 days" in shown.words
    assert "1 open alert moves along." in shown.words
    assert "6 → 5" in shown.words
    assert "1 → 2" in shown.words
    assert shown.buttons == ["Confirm", "Call it off", "All accounts as a file"]
    assert owners(sqlite_engine)[1] == JOE

    shown.button("Confirm").click()
    [done] = maria.hears()
    assert done.is_update
    assert done.words.startswith("*Handed over: Acme of Joe Marsh to 陈志远.*")
    assert owners(sqlite_engine)[1] == CHEN
    [gave], [got] = workspace.heard_by("joe"), workspace.heard_by("chen")
    assert gave.words.startswith("*Acme is with 陈志远 now.*")
    assert got.words.startswith("*Acme")
    for seen in (gave, got):
        assert "New price list by Monday" in seen.words
    assert "birthday Dec 24" in gave.words

    done.button("Undo").click()
    assert last(maria).startswith("*Taken back: Acme of Joe Marsh to 陈志远.*")
    assert owners(sqlite_engine)[1] == JOE
    assert workspace.heard_by("joe")[-1].words.startswith("*Acme is yours again.*")


def test_a_whole_book_is_split_in_two_with_the_managers_approval(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")
    maria.types("/assign all of <@U0JOE|joe> to <@U0MARIA|maria>, <@U0CHEN|chen> evenly by value")
    [shown] = maria.hears()
    assert shown.words.startswith("*Hand over 6 accounts of Joe Marsh to 陈志远, Maria Santos?*")
    assert "*1 VIP:* 中成大酒店 ($90,000)." in shown.words
    assert "It needs the approval of Grace Whitfield: much value, VIPs among them." in shown.words
    shown.button("Ask for approval").click()
    [waiting] = maria.hears()
    assert waiting.words.startswith("*Waiting for approval: 6 accounts of Joe Marsh")

    [asked] = grace.hears()
    assert not asked.is_ephemeral
    assert asked.words.startswith("*Maria Santos asks for your approval: 6 accounts of Joe Marsh to")
    assert "*1 VIP:* 中成大酒店 ($90,000)." in asked.words
    assert asked.buttons == ["Approve", "Decline", "All accounts as a file"]
    assert set(owners(sqlite_engine).values()) == {JOE, CHEN}

    asked.button("Approve").click()
    asked.button("Approve").click()
    [approved] = grace.hears()
    assert approved.is_update, "the message shows what became of it, and nothing comes beside it"
    assert approved.words.startswith("*Handed over: 6 accounts of Joe Marsh")
    assert "Approved by Grace Whitfield" in approved.words
    assert JOE not in owners(sqlite_engine).values()
    heard = [one.words for one in maria.hears(at_least=2)]
    assert any(words.startswith("*Handed over: 6 accounts") for words in heard)
    assert any("accounts are yours now, from Joe Marsh." in words or "is yours now" in words for words in heard)
    [given], [got] = workspace.heard_by("joe"), workspace.heard_by("chen")
    assert "6 of your accounts are with" in given.words
    assert "Joe Marsh" in got.words


def test_a_manager_declines_and_whoever_asked_is_told(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")
    maria.types("/assign 中成大酒店 to <@U0CHEN|chen>")
    maria.hears()[0].button("Ask for approval").click()
    maria.hears()
    grace.hears()[0].button("Decline").click()
    [declined] = grace.hears()
    assert declined.words.startswith("*Declined: 中成大酒店 of Joe Marsh to 陈志远.*")
    assert declined.buttons == ["All accounts as a file"]
    assert last(maria).startswith("*Declined: 中成大酒店 of Joe Marsh to 陈志远.*")
    assert owners(sqlite_engine)[6] == JOE


def test_what_nobody_approves_in_time_is_over_and_can_be_asked_for_again(
    sqlite_engine: Engine, workspace: LocalSlack
) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")
    maria.types("/assign 中成大酒店 to <@U0CHEN|chen>")
    maria.hears()[0].button("Ask for approval").click()
    maria.hears()
    grace.hears()
    workspace.clock.on(timedelta(hours=97))
    with Session(sqlite_engine) as session, session.begin():
        assert life.expire(session, now=clock.now()) == 1
    assert last(grace).startswith("*Not approved in time: 中成大酒店 of Joe Marsh to 陈志远.*")
    [news] = maria.hears()
    assert news.words.startswith("*Not approved in time: 中成大酒店 of Joe Marsh to 陈志远.*")
    news.button("Look again").click()
    [again] = maria.hears()
    assert again.is_update
    again.button("Ask for approval").click()
    assert any(one.words.startswith("*Maria Santos asks for your approval") for one in grace.hears(at_least=2))
    assert last(maria).startswith("*Waiting for approval: 中成大酒店")


def test_what_changed_before_it_is_approved_is_shown_and_approved_again(
    sqlite_engine: Engine, workspace: LocalSlack
) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")
    maria.types("/assign 中成大酒店, Acme to <@U0CHEN|chen>")
    maria.hears()[0].button("Ask for approval").click()
    [asked] = grace.hears()
    with Session(sqlite_engine) as session, session.begin():
        session.get_one(Alert, 17).state = "dismissed"
    asked.button("Approve").click()
    beside = [one for one in grace.hears(at_least=2) if one.is_ephemeral]
    assert beside[0].words.startswith("*This has changed since it was shown.* Look at it again, then confirm it.")
    assert "Open alerts 1 → 0" in beside[0].words
    assert owners(sqlite_engine)[6] == JOE

    beside[0].button("Approve").click()
    assert grace.hears()[-1].words.startswith("*Handed over: 2 accounts")
    assert owners(sqlite_engine)[6] == CHEN


def test_of_two_who_hand_over_the_same_account_one_is_told_who_has_it(
    sqlite_engine: Engine, workspace: LocalSlack
) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")
    maria.types("/assign Acme to <@U0CHEN|chen>")
    grace.types("/assign Acme to <@U0MARIA|maria>")
    [first], [second] = maria.hears(), grace.hears()
    first.button("Confirm").click()
    maria.hears()
    second.button("Confirm").click()
    [told] = grace.hears()
    assert told.words.startswith("*Nothing has changed:* somebody was quicker.")
    assert "陈志远 has had Acme since" in told.words
    assert owners(sqlite_engine)[1] == CHEN

    told.button("Look again").click()
    again = grace.hears()[-1]
    assert again.words.startswith("*Hand over Acme of 陈志远 to Maria Santos?*")
    again.button("Confirm").click()
    grace.hears()
    assert owners(sqlite_engine)[1] == MARIA


def test_a_second_click_on_any_button_changes_nothing(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")

    def twice(actor: Actor, message: Heard, name: str) -> Heard:
        """Press a button, and ask its line once more; return the message that came of it."""
        button = message.button(name)
        line = button.element["value"]
        button.click()
        after = actor.hears()[-1]
        before = _versions(sqlite_engine)
        actor.types(line)
        assert actor.hears()[-1].buttons == after.buttons
        assert _versions(sqlite_engine) == before
        return after

    maria.types("/assign Acme to <@U0CHEN|chen>")
    done = twice(maria, maria.hears()[0], "Confirm")
    twice(maria, done, "Undo")
    maria.types("/assign Dale Sports to <@U0CHEN|chen>")
    twice(maria, maria.hears()[-1], "Call it off")
    maria.types("/assign 中成大酒店 to <@U0CHEN|chen>")
    waiting = twice(maria, maria.hears()[-1], "Ask for approval")
    assert len(grace.hears()) == 1, "who is asked is asked once"
    twice(maria, waiting, "Call it off")


def test_nobody_presses_anothers_buttons(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")
    maria.types("/assign 中成大酒店 to <@U0CHEN|chen>")
    [shown] = maria.hears()
    for name, told in (("lee", "I do not know you as one of it."), ("nina", "There is no handover 1.")):
        workspace.as_(name).types("/assign confirm 1 v0")
        assert told in last(workspace.as_(name))
    shown.button("Ask for approval").click()
    grace.hears()
    for name, told in (
        ("lee", "I do not know you as one of it."),
        ("nina", "There is no handover 1."),
        ("joe", "There is no handover 1."),
        ("maria", "You asked for this yourself"),
    ):
        actor = workspace.as_(name)
        actor.types("/assign approve 1 v1")
        assert told in " ".join(one.words for one in actor.hears())
    assert owners(sqlite_engine)[6] == JOE


def test_a_salesperson_gives_away_only_their_own_and_sees_no_other_book(
    sqlite_engine: Engine, workspace: LocalSlack
) -> None:
    joe = workspace.as_("joe")
    joe.types("/assign Far Cycles to <@U0MARIA|maria>")
    assert last(joe).startswith("Accounts of 陈志远 are not yours to give away.")
    joe.types("/assign unowned to me")
    assert last(joe).startswith("Accounts that nobody owns are for leads and managers to give away.")
    joe.types("/people policy")
    joe.hears()
    remember(sqlite_engine, Choice(name="colleagues", value={"is": "no"}, at=FRIDAY_NOON))
    joe.types("/assign Far Cycles to <@U0MARIA|maria>")
    unknown = last(joe)
    joe.types("/assign Nowhere Cycles to <@U0MARIA|maria>")
    assert unknown.replace("Far", "Nowhere") == last(joe)
    joe.types("/assign Acme to <@U0CHEN|chen>")
    [shown] = joe.hears()
    assert "Joe Marsh" in shown.words
    assert "$7,000" not in shown.words, "what Chen has is none of Joe's business"


def test_ticked_customers_of_the_dormant_list_are_handed_over(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/dormant")
    [listed] = maria.hears()
    listed.select("ticked_1").choose(["id:4", "id:5"])
    listed.button("Hand over ticked…").click()
    form = maria.modal
    assert "2 accounts" in form.words
    form.submit()
    assert list(maria.modal.errors) == ["Who gets them?"]
    form.fill("Who gets them?", ["陈志远"], typed="").fill("Reason", "They sleep").submit()
    [shown] = maria.hears()
    assert shown.words.startswith("*Hand over 2 accounts of Joe Marsh to 陈志远?*")
    assert "Because: “They sleep”." in shown.words
    shown.button("Confirm").click()
    maria.hears()
    assert [owners(sqlite_engine)[number] for number in (4, 5)] == [CHEN, CHEN]


def test_the_dormant_with_most_at_risk_are_found_by_a_sentence(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/assign 1 dormant of <@U0JOE|joe> to <@U0CHEN|chen> from monday")
    [shown] = maria.hears()
    assert shown.words.startswith("*Hand over Evening <!channel> Bikes of Joe Marsh to 陈志远?*")
    assert "The accounts move" in shown.words
    shown.button("Confirm").click()
    assert last(maria).startswith("*Planned: Evening")


def test_a_customer_is_handed_over_from_its_card(workspace: LocalSlack) -> None:
    maria, joe = workspace.as_("maria"), workspace.as_("joe")
    joe.types("/customer Acme")
    assert "Hand over…" not in joe.hears()[0].buttons
    maria.types("/customer Acme")
    maria.hears()[0].button("Hand over…").click()
    assert "Acme" in maria.modal.words
    maria.modal.fill("Who gets them?", ["Maria Santos"], typed="maria").submit()
    assert last(maria).startswith("*Hand over Acme of Joe Marsh to Maria Santos?*")


def test_the_shortcut_takes_customers_lines_or_a_file(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.uses("assign")
    form = maria.modal
    form.submit()
    assert set(maria.modal.errors) == {"Customers", "Who gets them?"}
    form.fill("Customers", ["Acme (East, Joe Marsh)"], typed="acm")
    form.fill("Who gets them?", ["陈志远"], typed="").fill("Or pasted lines", "Corner Shop").submit()
    assert set(maria.modal.errors) == {"Or pasted lines"}
    form.fill("Or pasted lines", "").submit()
    assert last(maria).startswith("*Hand over Acme of Joe Marsh to 陈志远?*")

    maria.uses("assign")
    maria.modal.fill("Or pasted lines", "Acme\t陈志远\nCorner Shop; Maria\n").submit()
    assert last(maria).startswith("*Hand over 2 accounts of Joe Marsh to")

    maria.uploads("list.csv", b"customer;new owner\nAcme;Maria Santos\nNobody Ltd;Maria Santos\nDale Sports;Bob\n")
    maria.uses("assign")
    maria.modal.fill("Or a list", "list.csv").submit()
    wrong = last(maria)
    assert wrong.startswith("2 of 3 lines cannot be used, so nothing is proposed:")
    assert "line 3: no customer has just the name or the id “Nobody Ltd”" in wrong
    assert "line 4: I know nobody called “Bob”" in wrong

    maria.uploads("good.csv", b"customer,new owner\nAcme,Maria Santos\nDale Sports,\n")
    maria.uses("assign")
    maria.modal.fill("Or a list", "good.csv").fill("Who gets them?", ["陈志远"], typed="").submit()
    [shown] = maria.hears()
    assert shown.words.startswith("*Hand over 2 accounts of Joe Marsh to")
    shown.button("Confirm").click()
    maria.hears()
    assert [owners(sqlite_engine)[number] for number in (1, 4)] == [MARIA, CHEN]


def test_a_name_that_is_not_clear_is_offered(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/assign Acmee Cycles to <@U0CHEN|chen>")
    [asked] = maria.hears()
    assert "Acmee Cycles" in asked.words
    maria.types("/assign all of <@U0JOE|joe>")
    [whom] = maria.hears()
    assert whom.words.startswith("*Who is to get these 6 accounts?*")
    whom.button("To somebody…").click()
    assert "6 accounts" in maria.modal.words


def test_slack_takes_everything_and_the_list_shows_what_waits(workspace: LocalSlack) -> None:
    maria, grace = workspace.as_("maria"), workspace.as_("grace")
    for line in ("/assign", "/assign help", "/assign pending", "/assign show 9", "/assign misplaced"):
        maria.types(line)
        assert maria.hears()[0].author == "regulars"
    maria.types("/assign 中成大酒店 to <@U0CHEN|chen> because <!channel> & <@U0JOE>")
    maria.hears()[0].button("Ask for approval").click()
    grace.hears()
    grace.types("/assign pending")
    [listed] = grace.hears()
    assert listed.words.startswith("*1 handover waits.*")
    listed.select("Open one").choose("1. 中成大酒店 of Joe Marsh")
    assert last(grace).startswith("*Maria Santos asks for your approval")
    maria.types("/assign note 1 csv")
    assert "handover-1.csv" in [file.name for one in maria.hears(at_least=2) for file in one.files]
    assert [exchange for exchange in workspace.traffic if exchange.refused] == []
    assert "<!channel>" not in repr([one.request for one in workspace.exchanges("chat.postMessage")])
