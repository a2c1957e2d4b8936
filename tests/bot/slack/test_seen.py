"""Remembering what has been seen."""

from concurrent.futures import ThreadPoolExecutor

from bot.slack.seen import Seen


def test_a_key_is_new_once() -> None:
    seen = Seen(seconds=60)

    assert [seen.again(key) for key in "abab"] == [False, False, True, True]


def test_a_key_is_forgotten_when_it_is_old() -> None:
    moments = iter([0, 50, 61, 130])
    seen = Seen(seconds=60, clock=lambda: next(moments))

    assert [seen.again("a") for _ in range(4)] == [False, True, False, False]


def test_memory_is_bounded_and_the_oldest_go_first() -> None:
    seen = Seen(seconds=60, most=3)
    for number in range(1000):
        seen.again(str(number))

    assert len(seen) == 3
    assert seen.again("999")
    assert not seen.again("996")


def test_of_many_at_once_exactly_one_is_the_first() -> None:
    seen = Seen(seconds=60)
    with ThreadPoolExecutor(16) as threads:
        assert sorted(threads.map(seen.again, ["a"] * 500)) == [False] + [True] * 499
