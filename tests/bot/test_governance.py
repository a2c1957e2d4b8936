"""What the administrator decides for everybody: read back, on the record, and sensible whatever is stored."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import governance
from bot.governance import READ, Colleagues, Governance, NoSuchChoice
from storage import choices
from storage.tables import AuditEntry, Choice

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


def test_what_is_decided_holds_is_on_the_record_and_may_be_taken_back(engine: Engine) -> None:
    said = {"colleagues": "Names", "approve_value": "12,500.50", "approve_vips": "no", "digest_hour": "8"}
    with Session(engine) as session, session.begin():
        assert governance.read(session) == Governance()
        for name, words in said.items():
            assert choices.choose(session, name, governance.chosen(name, words), by=None, now=NOW)
            assert not choices.choose(session, name, governance.chosen(name, words), by=None, now=NOW)
        decided = Governance(Colleagues.NAMES, approve_value=Decimal("12500.50"), approve_vips=False, digest_hour=8)
        assert governance.read(session) == decided
        choices.choose(session, "digest_hour", None, by=None, now=NOW)
        assert governance.read(session).digest_hour is None
        recorded = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "choice.made")).all()
        assert recorded == [f"choice:{name}" for name in (*said, "digest_hour")]


@pytest.mark.parametrize("said", ["", "x", "-1", "9" * 20, "1.5.", "NaN", "Infinity", "🍕"])
def test_what_makes_no_sense_is_refused_and_where_it_is_stored_ignored(sqlite_engine: Engine, said: str) -> None:
    for name in READ:
        with pytest.raises(NoSuchChoice):
            governance.chosen(name, said)
    with Session(sqlite_engine) as session:
        session.add_all(Choice(name=name, value={"is": said}, at=NOW) for name in (*READ, "unheard of"))
        session.flush()
        assert governance.read(session) == Governance()


@pytest.mark.parametrize("said", ["1.000,50", "1,5", "1.000", "12,50", "1,0000", "1 000"])
def test_an_amount_that_may_mean_another_elsewhere_is_not_taken_for_one(said: str) -> None:
    with pytest.raises(NoSuchChoice):
        governance.chosen("approve_value", said)
