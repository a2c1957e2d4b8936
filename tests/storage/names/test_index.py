"""The index in memory answers who is called nearly this, and who bears these words."""

import numpy as np
import pyarrow as pa

from storage.names.index import Index, index

NAMES = [
    "brakes and gears",
    "brakes and gears west",
    "disc brakes",
    "上海中成大酒店",
    "shanghaizhongchengdajiudian",
    "gears",
]


def made(names: list[str]) -> Index:
    return index(pa.array(names, pa.string()), np.arange(len(names)))


def test_a_misspelt_name_is_found_with_its_typos_nearest_first() -> None:
    assert made(NAMES).near("braks adn gears", 3) == {0: 2}
    assert made(["abcd", "abce"]).near("abce", 1) == {1: 0, 0: 1}


def test_spaces_do_not_count_in_a_misspelt_name() -> None:
    assert made(["road way mart"]).near("roadwaymart", 0) == {0: 0}


def test_a_customer_with_several_names_counts_once_by_the_nearest() -> None:
    names = index(pa.array(["acme foods", "acme food"]), np.array([7, 7]))
    assert names.near("acme foods", 2) == {7: 0}


def test_whole_words_are_found_in_any_order() -> None:
    assert made(NAMES).called("gears brakes").tolist() == [0, 1]
    assert made(NAMES).called("gear").tolist() == []


def test_parts_of_words_are_found_the_shortest_name_first() -> None:
    assert made(NAMES).containing("rake").tolist() == [2, 0, 1]
    assert made(NAMES).containing("zhongcheng").tolist() == [4]


def test_short_words_must_begin_a_word() -> None:
    assert made(NAMES).containing("ge").tolist() == [5, 0, 1]
    assert made(NAMES).containing("ea").tolist() == []


def test_chinese_characters_are_found_where_they_stand_together() -> None:
    assert made(NAMES).containing("中成").tolist() == [3]
    assert made(NAMES).called("成中").tolist() == []


def test_misspelt_words_are_found_among_others() -> None:
    assert made(NAMES).resembling("braeks wset").tolist() == [1]


def test_names_that_share_most_words_are_found_when_none_has_all() -> None:
    assert made(NAMES).sharing("disc brakes east").tolist() == [2]
    assert made(NAMES).sharing("nothing alike").tolist() == []


def test_no_names_are_no_trouble() -> None:
    empty = made([])
    assert empty.near("a", 1) == {}
    for ask in (empty.called, empty.containing, empty.resembling, empty.sharing):
        assert not len(ask("a b"))
