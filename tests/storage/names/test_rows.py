"""A customer is stored under every key by which people look for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.names import search_rows


def keys(name: str, kind: str) -> list[str]:
    return [key for found, _, key in search_rows(name) if found == kind]


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("中成大酒店", "zhongchengdajiudian"),
        ("中成大酒店有限公司", "zhongchengdajiudian"),
        ("重庆火锅", "chongqinghuoguo"),
        ("中国银行", "zhongguoyinhang"),
        ("长沙分公司", "changshafengongsi"),
        ("長江飯店", "changjiangfandian"),
        ("朝阳医院", "chaoyangyiyuan"),
        ("单雄信", "shanxiongxin"),
        ("绿地集团", "lvdijituan"),
        ("绿地集团", "ludijituan"),
        ("陕西面馆", "shaanximianguan"),
        ("3M中国有限公司", "3mzhongguo"),
    ],
)
def test_a_chinese_name_is_found_by_its_pinyin(name: str, pinyin: str) -> None:
    assert pinyin in keys(name, "pinyin")


def test_a_chinese_name_is_found_by_its_initials() -> None:
    assert keys("中成大酒店", "initials") == ["zcdjd"]


def test_umlauts_may_be_written_out() -> None:
    assert keys("Müller Söhne", "spelling") == ["mueller soehne"]


def test_a_name_is_kept_with_its_legal_form_as_well() -> None:
    assert keys("Contoso, Ltd.", "full") == ["contoso ltd"]


def test_names_aliases_and_ids_are_told_apart_and_keep_their_writing() -> None:
    rows = search_rows("Acme", ["ACME Trading", "acme"], ["AW-1", "77"])
    assert rows == [
        ("name", "Acme", "acme"),
        ("alias", "ACME Trading", "acme trading"),
        ("alias", "acme", "acme"),
        ("id", "AW-1", "aw 1"),
        ("id", "77", "77"),
    ]


def test_a_blank_name_has_no_row() -> None:
    assert search_rows(" ", ["", "\u3000"], ["1"]) == [("id", "1", "1")]


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_rows_have_a_key_and_no_two_the_same_kind_and_key(name: str, aliases: list[str], ids: list[str]) -> None:
    rows = search_rows(name, aliases, ids)
    assert all(key for _, _, key in rows)
    assert len({(kind, key) for kind, _, key in rows}) == len(rows)
