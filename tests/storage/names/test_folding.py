"""Folding makes one key of every way to write a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.names import folded, unabridged
from storage.names.folding import LONGEST_KEY

SAME = [
    ["Brakes and Gears", "BRAKES & GEARS", "  brakes\u00a0and   gears ", "Brakes&Gears", "Ｂｒａｋｅｓ ＆ Ｇｅａｒｓ"],
    ["Contoso, Ltd.", "contoso", "Contoso Limited", "CONTOSO LTD", "Contoso Co., Ltd."],
    ["Müller GmbH & Co. KG", "muller", "MÜLLER", "Mu\u0308ller GmbH"],
    ["Łódź Søndergård A/S", "lodz sondergard"],
    ["Straße", "STRASSE"],
    ["Peña S.A.", "pena sa", "Peña S. A.", "Pena"],
    ["U.S. Foods, Inc.", "US Foods"],
    ["Margie's Travel", "margies travel", "Margie’s Travel"],
    ["Cross-Country Riding", "cross country riding", "Cross\u2011Country Riding"],
    ["Fabrikam Inc., East", "fabrikam, east"],
    ["中成大酒店", "中成大酒店有限公司", "中成大酒店有限责任公司", "中成大酒店 股份有限公司", "中成大酒店 Co., Ltd."],
    ["中成（上海）贸易有限公司", "中成 上海 贸易", "中成(上海)贸易"],
    ["ＡＢＣ贸易有限公司", "abc 贸易", "ABC贸易"],
    ["株式会社トヨタ", "㈱トヨタ", "トヨタ", "ﾄﾖﾀ"],
    ["(주)삼성전자", "삼성전자", "삼성전자 주식회사"],
    ["ООО Ромашка", "ромашка", "РОМАШКА"],
    ["Ac\u200bme\ufeff", "Acme", "acme\u200f"],
    ["مُحَمَّد", "محمد"],
    ["Acme ®", "Acme™", "★ Acme ★"],
]

DIFFERENT = [
    ("上海中成分公司", "上海中成"),
    ("ガス", "カス"),
    ("Store 1", "Store 2"),
    ("!!!", "???"),
    ("🍕", "🍔"),
    ("A Bike Store", "Bike Store"),
]

ANY_TEXT = st.text(st.characters(), max_size=40) | st.lists(
    st.sampled_from(
        [
            "Inc.",
            "Co",
            "&",
            "and",
            "S",
            ".",
            "A",
            " ",
            "(",
            "有限公司",
            "公司",
            "中",
            "株式会社",
            "ß",
            "ﷺ",
            "ͅ",
            "'",
            "주",
            "\n",
            "\0",
        ]
    )
).map("".join)


@pytest.mark.parametrize("writings", SAME, ids=lambda writings: writings[0])
def test_ways_to_write_a_name_have_one_key(writings: list[str]) -> None:
    assert len({folded(writing) for writing in writings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    "name", ["Inc.", "S.A.", "Co., Ltd.", "有限公司", "株式会社", "GmbH & Co. KG", "!!!", "❤", "–"]
)
def test_a_name_of_nothing_else_keeps_its_form_or_its_pictures(name: str) -> None:
    assert folded(name)


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "\u3000", "\0"])
def test_a_blank_name_has_no_key(name: str) -> None:
    assert folded(name) == ""


@given(ANY_TEXT)
def test_folding_a_key_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(ANY_TEXT)
def test_every_key_can_be_stored_and_indexed(name: str) -> None:
    for key in (folded(name), unabridged(name)):
        assert len(key.encode()) <= 4 * LONGEST_KEY
        assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in key)
        assert key == " ".join(key.split())


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_quick_way_for_plain_names_gives_the_same_key_as_the_long_one(name: str) -> None:
    assert folded(name) == folded("\u200b" + name)


@given(ANY_TEXT)
def test_case_and_width_and_composition_do_not_count(name: str) -> None:
    assert folded(unicodedata.normalize("NFD", name)) == folded(name)


@given(st.text("abcXYZ019", min_size=1, max_size=LONGEST_KEY + 20))
def test_a_word_alone_is_folded_as_one_with_signs_about_it(word: str) -> None:
    assert folded(word) == folded(f" {word}.")
