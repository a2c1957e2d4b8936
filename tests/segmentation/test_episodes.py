"""Who is spoken of, and how often."""

import numpy as np
import pandas as pd
import pytest

from segmentation import episodes
from segmentation.episodes import NO_EPISODES, Decision
from segmentation.rule import Verdict
from segmentation.rules import RULES
from segmentation.segment import Mask
from tests.segmentation.receipts import TODAY
from tests.segmentation.scenes import DAY, facts, scene


def verdict(*, enter: str = "", leave: str = "", level: tuple[int, ...] = (1, 1, 1)) -> Verdict:
    """Return a verdict about customers 1, 2 and 3, named by their digits."""
    evidence = pd.DataFrame(index=pd.Index([1, 2, 3], name="customer_id"))
    return Verdict(_among(enter), _among(leave), evidence, level=np.array(level, dtype=np.int8))


def _among(named: str) -> Mask:
    """Say which of customers 1, 2 and 3 are named."""
    return np.array([str(customer) in named for customer in (1, 2, 3)])


def held(*customers: int, since: int = DAY, level: int = 1) -> pd.DataFrame:
    """Return the episodes of some customers."""
    return pd.DataFrame({"since": since, "level": level}, index=pd.Index(customers, dtype=np.int64))


def decide(
    found: Verdict, known: pd.DataFrame = NO_EPISODES, *, hushed: str = "", told: str = "", baseline: bool = False
) -> Decision:
    """Decide at the end of `TODAY`."""
    return episodes.decide(found, known, _among(hushed), as_of=TODAY, baseline=baseline, told=_among(told))


def test_whoever_enters_is_spoken_of_and_whoever_is_in_is_not() -> None:
    decision = decide(verdict(enter="12"), held(2))
    assert (decision.began.tolist(), decision.speaks.tolist(), decision.ended.tolist()) == ([1], [1], [])


def test_between_the_lines_nothing_changes() -> None:
    decision = decide(verdict(), held(2))
    assert not [*decision.began, *decision.speaks, *decision.ended]


def test_an_episode_ends_and_the_next_one_speaks_again() -> None:
    over = decide(verdict(leave="2"), held(2))
    assert over.ended.tolist() == [2]
    known = episodes.after(over, held(2), as_of=TODAY)
    assert known.empty
    assert decide(verdict(enter="2"), known).speaks.tolist() == [2]


def test_a_new_rule_begins_in_silence() -> None:
    decision = decide(verdict(enter="13"), baseline=True)
    assert (decision.began.tolist(), decision.speaks.tolist()) == ([1, 3], [])


def test_nothing_begins_or_ends_for_those_who_are_hushed() -> None:
    decision = decide(verdict(enter="1", leave="2"), held(2), hushed="12")
    assert not [*decision.began, *decision.speaks, *decision.ended]


def test_what_another_rule_has_said_is_not_said_again() -> None:
    decision = decide(verdict(enter="13"), told="1")
    assert (decision.began.tolist(), decision.speaks.tolist()) == ([1, 3], [3])


def test_what_gets_worse_speaks_again_and_what_gets_better_does_not() -> None:
    known = held(1, 2, since=DAY - 7)
    decision = decide(verdict(enter="123", level=(2, 1, 2)), known)
    assert (decision.worsened.tolist(), decision.speaks.tolist()) == ([1], [1, 3])
    after = episodes.after(decision, known, as_of=TODAY)
    assert after["level"].to_dict() == {1: 2, 2: 1, 3: 2}
    assert not len(decide(verdict(enter="123", level=(1, 1, 1)), after).speaks)
    assert not len(decide(verdict(enter="123", level=(2, 1, 2)), after).speaks)


def test_what_gets_worse_within_a_week_waits_until_it_is_over() -> None:
    worse = verdict(enter="1", level=(2, 1, 1))
    early = decide(worse, held(1, since=DAY - 6))
    assert not [*early.worsened, *early.speaks]
    assert decide(worse, held(1, since=DAY - 7)).speaks.tolist() == [1]


def test_what_gets_worse_while_another_rule_has_told_is_kept_but_not_said() -> None:
    decision = decide(verdict(enter="1", level=(2, 1, 1)), held(1, since=DAY - 7), told="1")
    assert (decision.worsened.tolist(), decision.speaks.tolist(), decision.level.to_dict()) == ([1], [], {1: 2})


def test_episodes_without_levels_never_get_worse() -> None:
    assert not len(decide(verdict(enter="1", level=(9, 1, 1)), held(1)[["since"]]).speaks)


def test_a_look_at_yesterday_leaves_alone_what_began_today() -> None:
    decision = decide(verdict(enter="1", leave="2", level=(2, 1, 1)), held(1, 2, since=DAY + 1))
    assert not [*decision.began, *decision.worsened, *decision.speaks, *decision.ended]


def test_episodes_of_customers_who_are_not_in_the_scene_stay() -> None:
    known = held(2, 77)
    assert episodes.after(decide(verdict(leave="2"), known), known, as_of=TODAY).index.tolist() == [77]


@pytest.mark.parametrize(("until", "quiet"), [(DAY + 5, True), (DAY - 10, True), (DAY - 11, False), (None, False)])
def test_whoever_was_away_has_a_rhythm_of_their_own_to_come_back(until: int | None, quiet: bool) -> None:
    away = scene({"cadence_days": 10}, absent_until=pd.array([until], dtype="Int32"))
    assert episodes.hushed(RULES["vip_slipping"], away).tolist() == [quiet]
    assert episodes.hushed(RULES["growth_crossing"], away).tolist() == [False]


def test_an_absence_without_an_end_never_ends() -> None:
    endless = pd.array([2**31 - 1], dtype="Int32")
    assert episodes.hushed(RULES["vip_slipping"], scene({}, absent_until=endless)).tolist() == [True]


def test_closed_customers_are_hushed_by_every_rule() -> None:
    closed = scene({}, is_open=[False])
    assert all(episodes.hushed(rule, closed).tolist() == [True] for rule in RULES.values())
    assert facts(closed.after.index)["is_open"].tolist() == [True]
