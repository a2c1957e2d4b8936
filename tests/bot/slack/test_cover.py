"""Somebody stands in for somebody else, as both have it on their screens."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import clock
from playground.testing import LocalSlack
from storage import covers
from tests.bot.slack.sales_team import CHEN, JOE, owners, sales_team

MONDAY = datetime(2025, 12, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def workspace(sqlite_engine: Engine, tmp_path: Path) -> Iterator[LocalSlack]:
    """The sales team in Slack."""
    with sales_team(sqlite_engine, tmp_path) as running:
        yield running


def test_a_cover_begins_both_are_told_and_it_is_ended(
    sqlite_engine: Engine,
    workspace: LocalSlack,
) -> None:
    maria = workspace.as_("maria")
    maria.types("/cover <@U0JOE|joe> by <@U0CHEN|chen> until friday because holiday")
    [made] = maria.hears()
    assert made.words.startswith("*陈志远 stands in for Joe Marsh from")
    assert "Because: “holiday”." in made.words
    [away], [there] = workspace.heard_by("joe"), workspace.heard_by("chen")
    assert "陈志远 stands in for you until" in away.words
    assert "Joe Marsh" in there.words

    maria.types("/cover <@U0JOE|joe> by <@U0MARIA|maria> until friday")
    assert "陈志远 stands in then already, until 2025-11-28" in maria.hears()[-1].words
    joe = workspace.as_("joe")
    joe.types("/cover")
    [listed] = joe.hears()
    assert listed.words.startswith("*1 cover runs or is to come.*")
    away.button("End it").click()
    assert any(one.words.startswith("*陈志远 does not stand in") for one in joe.hears(at_least=2))
    with Session(sqlite_engine) as session:
        assert covers.running(session, clock.now()) == {}
    assert owners(sqlite_engine)[1] == JOE, "accounts stay whose they are"


def test_a_cover_is_arranged_in_a_form_and_only_for_ones_own(
    sqlite_engine: Engine,
    workspace: LocalSlack,
) -> None:
    joe = workspace.as_("joe")
    joe.uses("cover")
    form = joe.modal
    assert form.field("Who is away?").value["value"] == f"id:{JOE}"
    form.fill("Who stands in?", "陈志远", typed="").fill("From", "2025-12-05").fill("Last day", "2025-12-01").submit()
    assert joe.modal.errors == {"Last day": "That is before it begins."}
    form.fill("From", "2025-12-01").fill("Last day", "2025-12-05").submit()
    assert "Both are told when it begins." in joe.hears()[-1].words
    with Session(sqlite_engine) as session:
        assert covers.running(session, clock.now()) == {}
        assert covers.running(session, MONDAY) == {JOE: CHEN}

    joe.types("/cover <@U0CHEN|chen> by me until friday")
    assert joe.hears()[-1].words.startswith("Who stands in for 陈志远 is for them, their lead and managers to say.")
    nina = workspace.as_("nina")
    nina.types("/cover end 1")
    assert nina.hears()[-1].words.startswith("There is no cover 1 that you could end")
    joe.types("/cover me by me until friday")
    assert joe.hears()[-1].words.startswith("Nobody stands in for themselves.")
