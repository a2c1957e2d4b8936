"""Values on the record are told in words, whatever people change."""

from dataclasses import fields

import pytest

from bot.governance import Governance
from bot.locale import CHINESE, ENGLISH
from bot.telling.values import TITLES, change, title
from segmentation.rules import RULES
from storage.staff import RECORDED
from storage.tables import Hearing, Team

CHANGED = {
    *(field.name for field in fields(Governance)),
    *(column.name for column in Hearing.__table__.columns),
    *RECORDED,
    *(column.name for column in Team.__table__.columns),
} - {"id", "person_id"}


@pytest.mark.parametrize("name", sorted({*CHANGED, *RULES}))
def test_whatever_is_changed_is_called_by_words(name: str) -> None:
    assert name in TITLES or name in RULES
    assert title(CHINESE, name) not in {name, title(ENGLISH, name)}


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("colleagues", "yes", "no", "colleagues' customers for salespeople all of them → none of them"),
        ("approve_vips", None, True, "approval for VIPs yes"),
        ("approve_value", "50000", "30400.25", "most value without approval $50,000 → $30,400"),
        ("digest_hour", None, 9, "digest at 09:00"),
        ("daily_limit", 5, 0, "alerts a day at most 5 → 0"),
        ("work_days", None, "135", "working days Mon, Wed, Fri"),
        ("channel", None, "C0EAST", "team's channel <#C0EAST>"),
        ("channel", None, "<!here>", "team's channel &lt;!here&gt;"),
        ("role", "salesperson", "admin", "role salesperson → administrator"),
        ("vip_slipping", None, "off", "“A VIP is coming less often” Never"),
        ("later_invented", "a", None, "later_invented a → –"),
    ],
)
def test_a_change_is_told_in_words(name: str, before: object, after: object, told: str) -> None:
    assert change(ENGLISH, name, {name: before}, {name: after}) == told
