"""Whom a text means: sure, offered, or nobody; on both databases."""

import random
import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, insert, update
from sqlalchemy.orm import Session

from storage import customers
from storage.customers import How
from storage.names import folded, search_rows
from storage.sight import EVERYTHING, NOTHING, Sight
from storage.tables import Customer, CustomerName, Person
from tests.business import person

NAMES = [
    "Brakes and Gears",
    "Contoso, Ltd.",
    "Metro Sports Equipment",
    "Metropolitan Bicycle Supply",
    "Friendly Bike Shop",
    "Friendly Bike Shop",
    "Road-Way Mart",
    "Müller Söhne GmbH & Co. KG",
    "中成大酒店",
    "上海华瑞贸易有限公司",
    "北京金鼎科技有限公司",
    "Store Number 12",
    "Store Number 13",
    "Steel Inc.",
    "Steel",
    "Distant Inn",
    "🍕",
    "ACME",
    "Acme",
]


UNDERSTOOD = [
    ("id:1", "Brakes and Gears", How.NUMBER),
    ("Brakes and Gears", "Brakes and Gears", How.NAME),
    ("BRAKES & GEARS", "Brakes and Gears", How.NAME),
    ("contoso", "Contoso, Ltd.", How.NAME),
    ("Contoso GmbH", "Contoso, Ltd.", How.NAME),
    ("c-2", "Contoso, Ltd.", How.ID),
    ("Mueller Soehne", "Müller Söhne GmbH & Co. KG", How.SPELLING),
    ("muller sohne", "Müller Söhne GmbH & Co. KG", How.NAME),
    ("中成大酒店", "中成大酒店", How.NAME),
    ("中成大酒店有限公司", "中成大酒店", How.NAME),
    ("zhongchengdajiudian", "中成大酒店", How.PINYIN),
    ("Zhong Cheng Da Jiu Dian", "中成大酒店", How.PINYIN),
    ("zhongcheng", "中成大酒店", How.PINYIN),
    ("zhong cheng", "中成大酒店", How.PINYIN),
    ("zcdjd", "中成大酒店", How.INITIALS),
    ("中成", "中成大酒店", How.PREFIX),
    ("中城大酒店", "中成大酒店", How.TYPO),
    ("华瑞贸易", "上海华瑞贸易有限公司", How.WORDS),
    ("shanghai huarui maoyi", "上海华瑞贸易有限公司", How.PINYIN),
    ("🍕", "🍕", How.NAME),
    ("ACME", "ACME", How.NAME),
    ("Acme", "Acme", How.NAME),
    ("Steel", "Steel", How.NAME),
    ("Steel Inc.", "Steel Inc.", How.NAME),
    ("brakes", "Brakes and Gears", How.PREFIX),
    ("metropolitan bicycle", "Metropolitan Bicycle Supply", How.PREFIX),
    ("gears brakes", "Brakes and Gears", How.WORDS),
    ("sports equipment", "Metro Sports Equipment", How.WORDS),
    ("braeks and gears", "Brakes and Gears", How.TYPO),
    ("metropolitan bicicle suply", "Metropolitan Bicycle Supply", How.TYPO),
    ("roadway mart", "Road-Way Mart", How.TYPO),
    ("zhongchengdajudian", "中成大酒店", How.TYPO),
    ("Contosso, Lt.d", "Contoso, Ltd.", How.TYPO),
]

OFFERED = [
    ("friendly bike shop", ["Friendly Bike Shop", "Friendly Bike Shop"]),
    ("acmE", ["ACME", "Acme"]),
    ("metro", ["Metro Sports Equipment", "Metropolitan Bicycle Supply"]),
    ("brak", ["Brakes and Gears"]),
    ("store number", ["Store Number 12", "Store Number 13"]),
    ("store number 14", ["Store Number 12", "Store Number 13"]),
    ("bicicle", ["Metropolitan Bicycle Supply"]),
    ("distent", ["Distant Inn"]),
    ("zc", ["中成大酒店"]),
    ("jinding", ["北京金鼎科技有限公司"]),
]


def fill(session: Session, names: Iterable[str]) -> None:
    """Store customers numbered from 1 in the order given, each with the id C-number."""
    for number, name in enumerate(names, start=1):
        add(session, number, name)
    session.commit()


def add(session: Session, number: int, name: str, *, aliases: Iterable[str] = (), **columns: object) -> None:
    """Store one customer."""
    session.execute(insert(Customer).values(id=number, name=name, attributes={}, **{"status": "open"} | columns))
    rows = search_rows(name, aliases, [f"C-{number}"])
    named = [{"customer_id": number, "kind": kind, "text": text, "key": key} for kind, text, key in rows]
    session.execute(insert(CustomerName), named)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A database with a few customers."""
    with Session(engine) as session:
        fill(session, NAMES)
        yield session


def names_of(found: Iterable[customers.Found]) -> list[str]:
    return [customer.name for customer in found]


def test_what_people_type_is_understood(session: Session) -> None:
    for words, name, how in UNDERSTOOD:
        resolution = customers.resolve(session, words)
        assert resolution.customer, (words, resolution)
        assert (words, resolution.customer.name, resolution.how) == (words, name, how)


def test_what_could_mean_another_is_offered(session: Session) -> None:
    for words, offered in OFFERED:
        resolution = customers.resolve(session, words)
        assert resolution.customer is None, (words, resolution)
        assert (words, sorted(names_of(resolution.candidates))) == (words, sorted(offered))


def test_nobody_is_found_where_nobody_is_meant(session: Session) -> None:
    for words in ("", "  ", "\u200b", "id:999", "id:" + "9" * 30, "qqq", "x" * 10_000, "%", "_", "'; --"):
        resolution = customers.resolve(session, words)
        assert (words, resolution.customer, resolution.candidates) == (words, None, ())


def test_of_nobody_the_nearest_names_are_told(session: Session) -> None:
    resolution = customers.resolve(session, "Brakes of Northern Iceland")
    assert resolution.nearest == ("Brakes and Gears",)


def test_only_an_outright_name_is_exact(session: Session) -> None:
    assert customers.resolve(session, "brakes & gears").exact
    assert not customers.resolve(session, "braeks and gears").exact
    assert not customers.resolve(session, "friendly bike shop").exact


def test_a_single_typo_away_nothing_else_is_sure(session: Session) -> None:
    add(session, 50, "Metro Sport")
    assert customers.resolve(session, "metro sports").customer is None
    assert set(names_of(customers.resolve(session, "metro sports").candidates)) == {
        "Metro Sport",
        "Metro Sports Equipment",
    }


def test_homonyms_are_told_apart_by_place_and_owner(session: Session) -> None:
    session.add(Person(id=4, source="main", source_id="4", name="Ada"))
    session.flush()
    add(session, 60, "Twin", city="Bonn", region="West", country="Germany", owner_id=4)
    add(session, 61, "Twin", city="Graz")
    first, second = customers.resolve(session, "twin").candidates
    assert (first.city, first.region, first.country, first.owner) == ("Bonn", "West", "Germany", "Ada")
    assert (second.city, second.owner) == ("Graz", None)


def test_an_alias_names_a_customer(session: Session) -> None:
    add(session, 60, "International Business Machines", aliases=["Big Blue"])
    resolution = customers.resolve(session, "big blue")
    assert resolution.how == How.ALIAS
    assert resolution.customer
    assert resolution.customer.id == 60


def test_a_closed_customer_is_found_and_marked_and_offered_last(session: Session) -> None:
    for number, status in ((60, "closed"), (61, "open"), (62, "open")):
        add(session, number, f"Quay Café {number - 60}", status=status)
    found = customers.resolve(session, "quay cafe 0").customer
    assert found is not None
    assert found.closed
    assert [customer.id for customer in customers.resolve(session, "quay").candidates] == [61, 62, 60]


def test_a_name_of_any_length_is_found(session: Session) -> None:
    long = "Endless " * 400
    add(session, 60, long + "A")
    add(session, 61, long + "B")
    assert customers.resolve(session, long + "B").customer == customers.resolve(session, "id:61").customer


def test_whoever_is_out_of_sight_is_neither_found_nor_offered_nor_in_the_way(session: Session) -> None:
    session.add(person(7))
    session.flush()
    session.execute(update(Customer).where(Customer.id.in_([5, 13])).values(owner_id=7))
    sight = Sight(frozenset({7}))
    for words in ("Brakes and Gears", "brakes", "braeks and gears", "gears brakes", "id:1", "brak", "bicicle", "zc"):
        resolution = customers.resolve(session, words, sight=sight)
        assert resolution == customers.Resolution(), words
    shop = customers.resolve(session, "friendly bike shop", sight=sight).customer
    assert shop is not None
    assert shop.id == 5
    assert names_of(customers.resolve(session, "store number", sight=sight).candidates) == []
    assert customers.find(session, "bike", sight=sight).total == 1
    assert customers.find(session, "bike", sight=NOTHING).total == 0
    assert customers.find(session, "bike", sight=EVERYTHING).total == 2


def test_finding_lists_all_that_match_page_by_page(session: Session) -> None:
    for number in range(100, 130):
        add(session, number, f"Harbour {number}", status="closed" if number == 100 else "open")
    first = customers.find(session, "harbour", limit=20)
    second = customers.find(session, "harbour", limit=20, offset=20)
    assert (len(first.customers), len(second.customers), first.total) == (20, 10, 30)
    assert len({*first.customers, *second.customers}) == 30
    assert second.customers[-1].closed
    for number in range(130, 170):
        add(session, number, f"Harbour {number}")
    assert len(customers.find(session, "harbour", limit=70).customers) == 70


def test_finding_looks_inside_words_and_past_typos(session: Session) -> None:
    for text, name in (("icycl", NAMES[3]), ("成大", "中成大酒店"), ("suply", NAMES[3]), ("c-4", NAMES[3])):
        assert name in names_of(customers.find(session, text).customers)


def typos_of(name: str, chance: random.Random) -> str:
    """Return `name` with one letter missing, wrong, added, or two neighbours swapped."""
    at, letter = chance.randrange(len(name)), chance.choice(string.ascii_lowercase)
    rests = [
        name[at + 1 :],
        letter + name[at + 1 :],
        letter + name[at:],
        name[at + 1 : at + 2] + name[at] + name[at + 2 :],
    ]
    return name[:at] + chance.choice(rests)


def misunderstood(session: Session, names: list[str], questions: int) -> tuple[list[str], float]:
    """Ask for customers with one typo each; return the wrong sure answers and the share understood or offered."""
    chance, taken = random.Random(11), {folded(name) for name in names}
    wrong, helped, asked = [], 0, 0
    for number in chance.choices(range(len(names)), k=questions):
        words = typos_of(names[number], chance)
        if folded(words) in taken:
            continue
        resolution = customers.resolve(session, words)
        sure = resolution.customer
        asked += 1
        helped += names[number] in names_of([*([sure] if sure else []), *resolution.candidates])
        if sure and sure.name != names[number]:
            wrong.append(f"{words!r} was taken for {sure.name!r}, meant was {names[number]!r}")
    return wrong, helped / asked


def test_no_sure_answer_to_a_typo_is_wrong(session: Session) -> None:
    wrong, helped = misunderstood(session, NAMES[:-4], 100)
    assert not wrong
    assert helped > 0.9


def test_no_sure_answer_to_a_typo_is_wrong_among_seven_hundred_like_names(
    sqlite_engine: Engine, shared_data: Path
) -> None:
    names = pd.read_parquet(shared_data / "adventureworks_resellers.parquet")["ResellerName"].tolist()
    with Session(sqlite_engine) as session:
        fill(session, names)
        wrong, helped = misunderstood(session, names, 350)
    assert not wrong
    assert helped > 0.98


def test_names_and_their_beginnings_are_looked_up_in_the_index_of_the_table(engine: Engine) -> None:
    span = (CustomerName.key >= "zhong") & (CustomerName.key < "zhong\U0010ffff")
    with Session(engine) as session:
        session.execute(
            insert(CustomerName),
            [{"customer_id": n, "kind": "name", "text": str(n), "key": f"name {n}"} for n in range(3000)],
        )
        connection = session.connection()
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE customer_names")
        for condition in (CustomerName.key.in_(["a", "b"]), span):
            query = session.query(CustomerName.customer_id).filter(condition).statement
            sql = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
            explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
            plan = str(connection.exec_driver_sql(explain + sql.replace("%%", "%")).all())
            assert "PRIMARY KEY (key" in plan or "pk_customer_names" in plan
