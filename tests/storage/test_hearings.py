"""How people want to hear of alerts: kept, and on the record if it is new."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import hearings
from storage.tables import AuditEntry, Hearing, RuleChoice
from tests.business import person, remember

NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)


def test_what_somebody_chooses_is_kept_and_what_is_new_of_it_recorded(sqlite_engine: Engine) -> None:
    remember(sqlite_engine, person(1))
    with Session(sqlite_engine, expire_on_commit=False) as session, session.begin():
        hearings.choose(session, 1, {"daily_limit": 5, "scope": None}, {"vip_slipping": "off"}, now=NOW, place="D1")
        hearings.choose(session, 1, {"daily_limit": 5}, {"vip_slipping": "off"}, now=NOW)
        hearings.choose(session, 1, {}, {"vip_slipping": None, "asleep": None}, now=NOW)
        first, second = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        assert session.get_one(Hearing, 1).daily_limit == 5
        assert session.scalars(select(RuleChoice)).all() == []
    assert (first.action, first.subject, first.person_id, first.place) == ("hearing.changed", "person:1", 1, "D1")
    assert first.before == {"daily_limit": None, "vip_slipping": None}
    assert first.after == {"daily_limit": 5, "vip_slipping": "off"}
    assert (second.before, second.after) == ({"vip_slipping": "off"}, {"vip_slipping": None})
