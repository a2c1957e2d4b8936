"""What people type behind `/dormant`."""

import contextlib
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines.options import ASLEEP, NotUnderstood, Options, understood

TODAY = date(2025, 11, 30)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", Options()),
        ("top50", Options(top=50)),
        ("top 20", Options(top=20)),
        ("Top20", Options(top=20)),
        ("20", Options(top=20)),
        ("前20", Options(top=20)),
        ("前２０名", Options(top=20)),
        ("top999999", Options(top=10_000)),
        ("mine", Options(mine=True)),
        ("我的前20", Options(top=20, mine=True)),
        ("owner me", Options(mine=True)),
        ("owner=@x", Options(owner="@x")),
        ("owner <@U1|linda>", Options(owner="<@U1|linda>")),
        ("owner Linda Mitchell sort days", Options(owner="Linda Mitchell", sort="days")),
        ("负责人 李静 前10", Options(top=10, owner="李静")),
        ('region "North West"', Options(region="North West")),
        ("region United Kingdom top5", Options(region="United Kingdom", top=5)),
        ("region: Topeka", Options(region="Topeka")),
        ("region East, top5", Options(region="East", top=5)),
        ("stage shock", Options(stages=("shock",))),
        ("shock", Options(stages=("shock",))),
        ("stage shock, dead", Options(stages=("shock", "dead"))),
        ("shock dead", Options(stages=("shock", "dead"))),
        ("休眠期、休克", Options(stages=("dormant", "shock"))),
        ("stage all", Options(stages=ASLEEP)),
        ("sort by days page 2 csv", Options(sort="days", page=2, csv=True)),
        ("第2页", Options(page=2)),
        ("attendance", Options(attendance=True)),
        ("考勤表 上个月", Options(attendance=True, month=date(2025, 10, 1))),
        ("attendance 2024-02", Options(attendance=True, month=date(2024, 2, 1))),
        ("attendance december", Options(attendance=True, month=date(2024, 12, 1))),
        ("attendance Nov 2024 top5", Options(attendance=True, month=date(2024, 11, 1), top=5)),
        ("2024年3月", Options(attendance=True, month=date(2024, 3, 1))),
    ],
)
def test_options_are_understood_in_any_order_and_both_languages(words: str, wanted: Options) -> None:
    assert understood(words, today=TODAY, usage="") == wanted


@pytest.mark.parametrize(
    ("words", "word", "nearest"),
    [
        ("topp50", "topp50", "top50"),
        ("top20 statge shock", "statge", "stage shock"),
        ("owner", "owner", "owner @name"),
        ("top0", "top0", "top50"),
        ("mine please", "please", None),
        ("page zero", "page", "page 2"),
        ("dormnt", "dormnt", "dormant"),
    ],
)
def test_a_word_that_means_nothing_is_named_with_the_nearest_option(words: str, word: str, nearest: str | None) -> None:
    with pytest.raises(NotUnderstood) as problem:
        understood(words, today=TODAY, usage="/dormant …")
    assert f"“{word}”" in str(problem.value)
    assert (f"“{nearest}”" in str(problem.value)) if nearest else ("mean" not in str(problem.value))
    assert "/dormant …" in str(problem.value)


names = st.text(st.characters(categories=("L", "N"), include_characters=" -.&"), min_size=1, max_size=20).map(
    lambda name: " ".join(unicodedata.normalize("NFKC", name).split()) or "x"
)
some_options = st.builds(
    Options,
    attendance=st.just(value=False),
    month=st.none(),
    top=st.integers(1, 10_000),
    mine=st.booleans(),
    owner=st.none() | names,
    region=st.none() | names,
    stages=st.lists(st.sampled_from(ASLEEP), min_size=1, unique=True).map(tuple),
    sort=st.sampled_from(["value", "days"]),
    page=st.integers(1, 500),
    csv=st.booleans(),
)


@given(some_options)
def test_the_words_on_a_button_ask_for_the_same(options: Options) -> None:
    assert understood(options.words(), today=TODAY, usage="") == options


@given(st.text(max_size=60))
def test_anything_typed_is_understood_or_named(words: str) -> None:
    with contextlib.suppress(NotUnderstood):
        assert understood(words, today=TODAY, usage="").top >= 1
