"""Every kind of file is read by what it contains, and what cannot be read is refused in one sentence."""

import os
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from storage.importing import Unreadable, reading
from storage.importing.parsing.cells import shown
from storage.importing.reading import Rows, delimited
from tests.storage.importing.files import OPTIONS, written

CHINESE = "客户,金额\n中成大酒店,1\n上海饭店有限公司,2\n"


def cells(rows: Rows) -> list[tuple[object, ...]]:
    """Return all rows with their lines, of a workbook what its cells show."""
    return [
        (line, *values)
        for batch in rows.batches()
        for line, *values in zip(
            batch.lines.to_pylist(), *(shown(column).to_pylist() for column in batch.columns.values()), strict=True
        )
    ]


def opened(folder: Path, content: str | bytes, name: str = "file.csv") -> Rows:
    """Open the content of a file."""
    return reading.read(written(folder, content, name), OPTIONS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_chinese_text_is_read_in_every_common_encoding(tmp_path: Path, encoding: str) -> None:
    text = CHINESE.replace("客户,", "customer 客户,") if encoding.startswith("utf-16-") else CHINESE
    content = (text + "Acme Ltd and Sons,3\n" * 40).encode(encoding)
    assert cells(opened(tmp_path, content))[0] == (2, "中成大酒店", "1")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Müller & Söhne"),
        ("cp1252", "Café “Zoë” €"),
        ("cp1251", "Привет Москва столица мира"),
        ("cp1250", "Żółć Łódź, Wrocław"),
        ("cp1250", "Dvořák a Novák, Plzeň, Šumava"),
        ("cp1252", "Crème brûlée à 5 £, 3 m³, Señor Núñez, Ærø"),
    ],
)
def test_european_text_is_read_in_its_code_page(tmp_path: Path, encoding: str, name: str) -> None:
    assert cells(opened(tmp_path, f"name;amount\n{name};1\n".encode(encoding)))[0] == (2, name, "1")


def test_a_sign_of_gb18030_that_looks_like_utf8_does_not_hide_the_others(tmp_path: Path) -> None:
    content = "客户,金额\n" + "A,100元\n" * 40
    assert opened(tmp_path, content.encode("gb18030")).columns == ("客户", "金额")


def test_spaces_between_thousands_alone_are_western(tmp_path: Path) -> None:
    content = "kunde;betrag\nA;1\u00a0234,50\n"
    assert cells(opened(tmp_path, content.encode("cp1252"))) == [(2, "A", "1\u00a0234,50")]


def test_rows_of_nothing_but_delimiters_and_quotes_are_blank(tmp_path: Path) -> None:
    rows = opened(tmp_path, 'a,b,c\n1,2,3\n""\n,,,,\n"",""\n4,5,6\n')
    assert [line for line, *_ in cells(rows)] == [2, 6]
    assert not any(batch.broken for batch in rows.batches())


@pytest.mark.parametrize("rest", [b"Caf\xe9,2\n", "中".encode()[:-1]])
def test_utf8_with_a_damaged_line_is_not_taken_for_another_encoding(tmp_path: Path, rest: bytes) -> None:
    with pytest.raises(Unreadable, match="is UTF-8, but damaged, first on line 42: mend it, or say --encoding"):
        opened(tmp_path, b"name,amount\n" + "中成大酒店,1\n".encode() * 40 + rest)


def test_one_foreign_byte_far_into_a_file_decides_its_encoding(tmp_path: Path) -> None:
    content = b"name,amount\n" + b"Acme,1\n" * 400_000 + "Müller,2\n".encode("cp1252")
    assert [batch.columns["name"][-1].as_py() for batch in opened(tmp_path, content).batches()][-1] == "Müller"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    content = f"name{delimiter}note{delimiter}amount\nA{delimiter}b c{delimiter}1\n"
    assert cells(opened(tmp_path, content)) == [(2, "A", "b c", "1")]


def test_excels_own_first_line_names_the_delimiter(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "sep=;\na;b,c\n1;2\n")) == [(3, "1", "2")]


def test_lines_are_counted_through_blank_lines_quoted_breaks_and_broken_rows(tmp_path: Path) -> None:
    content = 'a,b\n1,2\n\n"x\ny",3\nshort\n4,5,6\n7,8\n'
    rows = opened(tmp_path, content)
    assert [line for line, *_ in cells(rows)] == [2, 4, 8]
    assert [(one.line, one.text) for batch in rows.batches() for one in batch.broken] == [(6, "short"), (7, "4,5,6")]


@given(
    st.lists(st.sampled_from(["", "Sales", '"Two\nlines"']), max_size=3),
    st.lists(st.sampled_from(["1,2", "x", "1,2,3", '"a\nb",c', '"q""q",d']), min_size=1, max_size=60),
)
def test_every_row_is_either_read_or_named_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str], rows: list[str]
) -> None:
    path = written(tmp_path_factory.mktemp("rows"), "\n".join([*titles, "a,b", *rows]) + "\n")
    expected, line = {}, 2 + "\n".join([*titles, ""]).count("\n")
    for row in rows:
        expected[line] = row in {"x", "1,2,3"}
        line += row.count("\n") + 1
    batches = list(delimited.read(path).batches())
    good = {line: False for batch in batches for line in batch.lines.to_pylist()}
    broken = {one.line: True for batch in batches for one in batch.broken}
    assert good | broken == expected


UNIQUE = ["a,{}", '"a,{}', '"a",{}', '"a\nb",{}', 'a"b,{}', "{}", '"a""b",{}', '"a ,b"c,{}', "a,b,{}", 'a,"{}']


@given(st.lists(st.sampled_from(UNIQUE), min_size=1, max_size=30), st.sampled_from([60, 4 << 20]))
def test_a_quote_that_is_never_closed_loses_no_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], block: int
) -> None:
    numbered = [row.format(1_000 + number) for number, row in enumerate(rows)]
    path = written(tmp_path_factory.mktemp("rows"), "\n".join(["a,b", *numbered]) + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK", block)
        batches = list(delimited.read(path).batches())
    good = [value for batch in batches for value in batch.columns["b"].to_pylist()]
    broken = "\n".join(one.text for batch in batches for one in batch.broken)
    assert sorted([*good, *re.findall(r"1\d{3}", broken)]) == [str(1_000 + number) for number in range(len(rows))]


def test_an_unclosed_quote_is_named_with_its_line_and_what_it_swallowed(tmp_path: Path) -> None:
    content = 'a,b,c\n1,"x,5\n2,y,6\n3,"z",7\n4,"line\nbreak",8\n5,v,"9\n6,w,10\n'
    rows = opened(tmp_path, content)
    assert cells(rows) == [(5, "4", "line\nbreak", "8")]
    broken = [one for batch in rows.batches() for one in batch.broken]
    assert [(one.line, one.reason, one.detail, one.text) for one in broken] == [
        (2, "a quote that is not closed", "it swallows 3 lines", '1,"x,5\n2,y,6\n3,"z",7\n'),
        (7, "a quote that is not closed", "it swallows 2 lines", '5,v,"9\n6,w,10\n'),
    ]


@pytest.mark.parametrize(
    "content",
    ["Sales of June\n\na,b\n1,2\n", "Sales of June,\n,\na,b\n1,2\n", "\n\na;b\n1;2\n", '"sep=;"\n\na;b\n1;2\n'],
)
def test_the_header_is_found_below_titles_and_blank_lines(tmp_path: Path, content: str) -> None:
    rows = opened(tmp_path, content)
    assert rows.columns == ("a", "b")
    assert cells(rows) == [(4, "1", "2")]


@pytest.mark.parametrize("title", ["Printed on,2024-06-30,,", "Customer,,Receipt,", "Sales, of June"])
def test_a_title_of_several_cells_or_a_heading_of_groups_is_no_header(tmp_path: Path, title: str) -> None:
    rows = opened(tmp_path, f"{title}\na,b,c,d\n1,2,3,4\n5,6,7,8\n")
    assert rows.columns == ("a", "b", "c", "d")
    path = workbook(tmp_path / "b.xlsx", tuple(title.split(",")), tuple("abcd"), tuple("1234"))
    assert reading.read(path, OPTIONS).columns == ("a", "b", "c", "d")


def test_rows_that_all_end_in_a_delimiter_are_read(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "a,b\n1,2,\n3,4,\n")) == [(2, "1", "2", ""), (3, "3", "4", "")]


def test_lines_that_end_in_a_carriage_return_alone_are_rows(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, 'a,b\r1,2\r"x\ry",3\r4,5\r')) == [(2, "1", "2"), (3, "x\ry", "3"), (5, "4", "5")]


def test_the_line_and_reason_of_a_rejects_file_are_no_columns(tmp_path: Path) -> None:
    rows = opened(tmp_path, "line,reason,a\n7,no b,1\n")
    assert rows.columns == ("a",)
    assert cells(rows) == [(2, "1")]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    rows = opened(tmp_path, "a,b\n1,2\n")
    written(tmp_path, "a,b\n1,2\n3,4\n")
    with pytest.raises(Unreadable, match="changed while it was read"):
        list(rows.batches())
    (tmp_path / "file.csv").unlink()
    with pytest.raises(Unreadable, match="No such file"):
        list(rows.batches())


def test_what_is_no_ordinary_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Unreadable, match="no ordinary file"):
        reading.read(tmp_path / "pipe", OPTIONS)
    with pytest.raises(Unreadable, match="name too long"):
        reading.read(tmp_path / ("x" * 300), OPTIONS)


def test_a_block_of_nothing_but_broken_rows_shifts_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 60)
    content = "a,b\n" + "1\n" * 100 + "2,3\n" * 10 + "4\n" * 100 + "5,6\n"
    batches = list(opened(tmp_path, content).batches())
    assert [line for batch in batches for line in batch.lines.to_pylist()] == [*range(102, 112), 212]
    assert [one.line for batch in batches for one in batch.broken] == [*range(2, 102), *range(112, 212)]


def test_a_small_block_size_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "a,b\n" + "".join(f'{n},"x\ny"\n{n}\n' for n in range(200))
    whole = list(opened(tmp_path, content).batches())
    monkeypatch.setattr(delimited, "BLOCK", 100)
    parts = list(opened(tmp_path, content).batches())
    assert len(parts) > 10
    assert [line for part in parts for line in part.lines.to_pylist()] == whole[0].lines.to_pylist()
    assert [one.line for part in parts for one in part.broken] == [one.line for part in whole for one in part.broken]


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def test_a_workbook_is_read_as_text_below_its_title(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "orders.xlsx",
        ("Orders of June",),
        (),
        ("id", "date", "amount", "paid"),
        (1, datetime(2024, 1, 2, 3, 4), 1.25, True),  # noqa: DTZ001 - a workbook has no zones
        ("A-7", date(2024, 1, 3), None, False),
    )
    rows = reading.read(path, OPTIONS)
    assert rows.columns == ("id", "date", "amount", "paid")
    assert cells(rows) == [(4, "1", "2024-01-02 03:04:00", "1.25", "true"), (5, "A-7", "2024-01-03", "", "false")]


def test_a_sheet_with_a_cell_far_from_the_others_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("a", "b"), (1, 2))
    book = openpyxl.load_workbook(path)
    book["Sheet"]["XFD1048576"] = "x"
    book.save(path)
    with pytest.raises(Unreadable, match="row 1,048,576 and as far right as column 16,384"):
        reading.read(path, OPTIONS)


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("a", "b"), (1, 2))
    with pytest.raises(Unreadable, match="no sheet “Nope”; it has Sheet"):
        reading.read(path, replace(OPTIONS, sheet="Nope"))


def test_sheets_that_are_not_read_are_named(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook(tmp_path / "a.xlsx", ("a", "b"), (1, 2)))
    book.create_sheet("July")
    book.create_sheet("Notes").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert reading.read(tmp_path / "a.xlsx", OPTIONS).notes == (
        "only sheet “Sheet” is read, not July: say --sheet to choose",
    )
    assert reading.read(tmp_path / "a.xlsx", replace(OPTIONS, sheet="Sheet")).notes == ()


def test_a_cover_with_a_title_alone_is_no_table(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook(tmp_path / "a.xlsx", ("id", "name"), ("1", "Acme")))
    book.create_sheet("Cover", 0).append(["Customers of 2024"])
    book.save(tmp_path / "a.xlsx")
    rows = reading.read(tmp_path / "a.xlsx", OPTIONS)
    assert rows.columns == ("id", "name")
    assert rows.notes == ("only sheet “Sheet” is read, not Cover: say --sheet to choose",)


def test_what_keeps_excel_from_counting_is_taken_off(tmp_path: Path) -> None:
    content = 'id,name\n="007",="Acme"\n\'7012345678901,\'t Hof\n2,a="b"\n\'+31,\'s\n'
    assert cells(opened(tmp_path, content)) == [
        (2, "007", "Acme"), (3, "7012345678901", "'t Hof"), (4, "2", 'a="b"'), (5, "+31", "'s"),
    ]  # fmt: skip


def test_text_that_a_program_calls_an_old_workbook_is_read(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "a\tb\n1\t2\n".encode("utf-16"), "report.xls")) == [(2, "1", "2")]


def test_parquet_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2], "name": pa.array(["a", "b"]).dictionary_encode()})
    parquet.write_table(table, tmp_path / "odd.csv")
    assert cells(reading.read(tmp_path / "odd.csv", OPTIONS)) == [(1, 1, "a"), (2, 2, "b")]


REFUSED = {
    "an empty file": (b"", "is empty"),
    "only blank lines": (b"\n\n \n", "is empty"),
    "a header alone": (b"a,b\n", "column names but no rows"),
    "a header without an end": (b"a,b", "column names but no rows"),
    "duplicate headers": (b"a,b,a\n1,2,3\n", "more than one column called “a”"),
    "NUL bytes": (b"a,b\n1,\x002\n", "NUL bytes"),
    "a web page called Excel": (b"\r\n<html><table><tr><td>1</table>", "web page"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "JSON": (b'[{"a": 1, "b": 2}]\n', "is JSON"),
    "gzip": (b"\x1f\x8b\x08\x00", "unpack it first"),
    "a broken zip": (b"PK\x03\x04 rubbish", "damaged workbook"),
    "a broken old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rubbish", "no workbook, or damaged"),
    "an endless row": (b'a,b\n1,"' + b"x" * 9_000_000, "never closed"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, what: str) -> None:
    content, words = REFUSED[what]
    with pytest.raises(Unreadable, match=words) as refused:
        list(opened(tmp_path, content, "file.xls" if "Excel" in what else "file.csv").batches())
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.ods"])
def test_a_name_that_claims_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable, match="or is damaged"):
        opened(tmp_path, "a,b\n1,2\n", name)


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"a": range(1000)}), tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    with pytest.raises(Unreadable, match="damaged or unfinished"):
        opened(tmp_path, content[: len(content) // 2], "a.parquet")


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is a folder"):
        reading.read(tmp_path, OPTIONS)
    with pytest.raises(Unreadable, match="There is no file"):
        reading.read(tmp_path / "none.csv", OPTIONS)


def bomb(path: Path, size: int) -> Path:
    """Write a small archive that unpacks to `size` zeros and calls itself a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(size))
    return path


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="unpacks to far more"):
        reading.read(bomb(tmp_path / "bomb.xlsx", 30_000_000), OPTIONS)


def test_a_zip_bomb_that_lies_about_its_size_is_not_opened(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.xlsx", 30_000_000)
    path.write_bytes(path.read_bytes().replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    with pytest.raises(Unreadable, match="unpacks to far more"):
        reading.read(path, OPTIONS)


def test_moments_with_a_zone_survive_parquet(tmp_path: Path) -> None:
    moments = pa.array([datetime(2024, 1, 2, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    parquet.write_table(pa.table({"at": moments}), tmp_path / "a.parquet")
    (batch,) = reading.read(tmp_path / "a.parquet", OPTIONS).batches()
    assert batch.columns["at"].type == pa.timestamp("us", "UTC")
