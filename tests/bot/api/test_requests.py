"""Whatever is sent: what cannot be taken in is refused with a clear reason, and nothing fails."""

import json
import logging
import re
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.api import signature
from storage import database
from storage.tables import Visit
from tests.bot.api.till import SECRET, TODAY, Till, till, visit


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """What is refused never reaches the database: one is enough."""
    return sqlite_engine


def written(**values: str) -> bytes:
    """Return a visit as JSON, its values as they are written."""
    usual = {"customer": '"C-1"', "id": '"R-1"', "day": f'"{TODAY}"', "amount": "5"}
    return ("{" + ",".join(f'"{name}":{value}' for name, value in (usual | values).items()) + "}").encode()


WRONG = {
    "amount": (
        "1e400",
        "-1e400",
        "1e999999999999",
        '"1e400"',
        '"NaN"',
        '"12,50"',
        '"١٢"',
        "true",
        "[]",
        "{}",
        '""',
        "1.00001",
        "1e-5",
        "100000000000.01",
        '"99999999999999999999"',
        "9" * 5000,
        "null",
    ),
    "day": (
        '"2999-01-01"',
        '"1899-12-31"',
        '"2025-02-30"',
        '"yesterday"',
        '""',
        "20250305",
        "null",
        '"2025-03-05T10:00"',
        '"0000-00-00"',
        "[]",
    ),
    "customer": (
        "null",
        '""',
        '"  "',
        "1.5",
        "1e5",
        "true",
        '["C-1"]',
        '"C\\u0000"',
        '"\\ud800"',
        f'"{"C" * 201}"',
        '"C-9"',
        "-0",
    ),
    "id": ("null", '""', "{}", '"R\\n1"', f'"{"R" * 201}"', "false"),
    "time": ('"2025-03-05T10:00:00Z"', "1"),
    "source": ("1.5", '""', "[]"),
    "cost": ('"free"', "1e400"),
    "channel": ("[]", '"\\u0007"'),
    "colour": ('"red"', "null"),
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_a_field_that_cannot_be_is_named_with_its_position(a_till: Till, field: str, value: str) -> None:
    told = a_till.posts(b"[" + written(id='"R-0"') + b"," + written(**{field: value}) + b"]")

    assert told.status == 422, told.text
    assert {(one["position"], one["field"]) for one in told.message["problems"]} <= {(1, field), (1, "day")}
    assert told.message["error"].startswith("Nothing was taken in")


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"\xff\xfe", b"[NaN]", b"nonsense", b"[" * 100_000, written(amount="NaN"), b'{"a":1}x'),
        *(written(amount="Infinity"), b"\x00", written(amount="01"), written(amount="1e99999999999999999999999")),
    ],
)
def test_what_is_no_json_is_refused(a_till: Till, body: bytes) -> None:
    told = a_till.posts(body)

    assert (told.status, told.message) == (400, {"error": "The body must be JSON, in UTF-8.", "problems": []})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[]", "from 1 to 1,000 visits"),
        (json.dumps([{}] * 1001).encode(), "from 1 to 1,000 visits"),
        (b"[[]]", "must be an object"),
        (b'"visit"', "must be an object"),
        (b"null", "must be an object"),
        (b"[{}]", "4 problems"),
        (json.dumps([{}] * 1000).encode(), "4,000 problems; the first 100 are listed"),
        (written()[:-1] + b',"amount":6}', "is there twice"),
        (written()[:-1] + b',"amount":null}', "is there twice"),
    ],
)
def test_what_holds_no_visits_is_refused(a_till: Till, body: bytes, said: str) -> None:
    told = a_till.posts(body)

    assert told.status == 422
    assert said in told.text
    assert len(told.message["problems"]) <= 100


def test_only_who_knows_the_secret_is_let_in_and_only_now(business: Engine, a_till: Till) -> None:
    now, raw = str(int(time.time())), json.dumps(visit()).encode()
    right = signature.signed(raw, timestamp=now, secret=SECRET)
    digits = "\u0661\u0662".encode().decode("latin-1")
    stale = [str(int(now) + seconds) for seconds in (-310, 310)]

    for stamp in ("", "abc", "12.5", "-5", "1e9", digits, "\xb2", "9" * 5000, f"{now} ", *stale):
        signed = signature.signed(raw, timestamp=stamp, secret=SECRET)
        told = a_till.posts(raw, x_regulars_timestamp=stamp, x_regulars_signature=signed)
        assert (told.status, "X-Regulars-Timestamp" in told.text) == (401, stamp != f"{now} "), stamp
    others = (
        signature.signed(raw, timestamp=now, secret="another"),
        signature.signed(b"{}", timestamp=now, secret=SECRET),
    )
    for sign in ("", "v1=", right[3:], right[:-1], "v1=\xe9" + right[4:], "v1=" + "0" * 64, right.upper(), *others):
        told = a_till.posts(raw, x_regulars_timestamp=now, x_regulars_signature=sign)
        assert (told.status, "X-Regulars-Signature" in told.text) == (401, True), sign
    with Session(business) as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 0
    assert a_till.posts(raw, x_regulars_timestamp=now, x_regulars_signature=right).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"content_type": ""}, 415),
        ({"content_length": "1000001"}, 413),
        ({"content_length": "9" * 400}, 413),
        ({"content_length": "-1"}, 411),
        ({"content_length": ""}, 411),
        ({"idempotency_key": " "}, 400),
        ({"idempotency_key": "k" * 201}, 400),
        ({"idempotency_key": "\xe9"}, 400),
    ],
)
def test_a_request_of_another_kind_is_refused(a_till: Till, headers: dict[str, str], status: int) -> None:
    told = a_till.posts(visit(), **headers)

    assert told.status == status
    assert set(told.message) == {"error", "problems"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(a_till: Till, method: str) -> None:
    told = a_till.requests(method)

    assert (told.status, told.headers["allow"], set(told.message)) == (405, "POST", {"error", "problems"})


def test_a_database_that_does_not_answer_is_not_heard(caplog: pytest.LogCaptureFixture) -> None:
    with till(database.connect("postgresql://nobody@127.0.0.1:1/nothing")) as sending:
        told = sending.posts(visit())

    assert told.status == 503
    assert re.search("refused|nobody|psycopg|127.0.0.1", told.text) is None
    assert "has to come again" in caplog.text


def test_a_mistake_of_ours_is_told_by_its_reference_alone(business: Engine, caplog: pytest.LogCaptureFixture) -> None:
    Visit.__table__.drop(business)  # type: ignore[attr-defined]
    caplog.set_level(logging.CRITICAL)
    with till(business) as sending:
        told = sending.posts(visit())

    assert told.status in {500, 503}
    assert "visits" not in told.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda some: st.lists(some, max_size=4) | st.dictionaries(st.text(), some, max_size=4),
    max_leaves=12,
)
NAMES = ("customer", "id", "amount", "day", "time", "source", "cost", "margin", "discount", "channel")
LIKELY = st.sampled_from(["C-1", "C-2", "R-1", "12.50", str(TODAY), "2025-03-05T10:00:00Z", 5, -1, 0.25, None])
VISITS = st.dictionaries(st.sampled_from(NAMES), LIKELY | JSON).map(lambda some: visit() | some)


@given(body=st.one_of(JSON, VISITS, st.lists(VISITS, max_size=4)) | st.binary())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_sent_makes_it_fail(a_till: Till, body: Any) -> None:
    told = a_till.posts(body)

    assert told.status in {200, 400, 422}, told.text
    if told.status != 200:
        assert set(told.message) == {"error", "problems"}
