"""What an answer says about whether a message is there, whoever has given it."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from slack_sdk import WebClient

from bot.question import Reply
from bot.slack.posting import LONGEST_REST, POST, Done, Failure, Outcome, Posting, PutOff, Refused, Unknown

Says = Callable[..., Posting]


@pytest.fixture
def says() -> Iterator[Says]:
    """A Slack that gives one answer to whatever it is asked."""

    class Answering(BaseHTTPRequestHandler):
        """Gives the answer."""

        status, body = 200, b""
        headers_told: tuple[tuple[str, str], ...] = ()

        def do_POST(self) -> None:
            """Answer."""
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(self.status)
            for name, value in (*self.headers_told, ("content-length", str(len(self.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(self.body)

        def do_GET(self) -> None:
            """Answer."""
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()

    def saying(body: bytes, status: int = 200, **headers: str) -> Posting:
        told = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        Answering.status, Answering.body, Answering.headers_told = status, body, told
        url = f"http://127.0.0.1:{server.server_port}/api/"
        return Posting(WebClient("xoxb-1", base_url=url, timeout=5, retry_handlers=[]))

    yield saying
    server.shutdown()
    server.server_close()


def posted(posting: Posting) -> Outcome:
    """Return what came of posting something."""
    return posting.post("C1", Reply("Acme has come."), "alert:1:1")


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<html>Back soon</html>", b'{"ok":', b"[]", b"null", b'"x"', b"\xff\xfe"),
        *(b'{"ok":true}', b'{"ok":true,"channel":null,"ts":null}', b'{"ok":false}', b'{"ok":false,"error":{}}'),
    ],
)
def test_what_is_no_answer_of_slacks_leaves_open_whether_a_message_is_there(says: Says, body: bytes) -> None:
    posting = says(body, content_type="application/json")
    changed = posting.change("C1", "1.1", Reply("Acme has come."))
    found: tuple[object, ...] = (
        posting.find("C1", ["alert:1:1"], since=0),
        *(posting.is_gone("U1"), posting.is_shared("C1"), posting.me(), posting.direct("U1")),
    )
    assert {type(one) for one in (posted(posting), changed, *found)} == {Unknown}
    assert not isinstance(posting.readers("C1"), frozenset)


def test_only_slacks_own_word_is_a_refusal(says: Says) -> None:
    assert posted(says(b'{"ok":false,"error":"user_is_restricted"}')) == Refused("user_is_restricted")
    assert posted(says(b'{"ok":false,"error":"team_added_to_org"}')) == Unknown("team_added_to_org")
    assert posted(says(b'{"ok":true,"channel":"D1","ts":"1.1"}')) == Done("D1", "1.1")


@pytest.mark.parametrize(
    ("asked", "seconds"), [("30", 30), ("1.5", 1.5), ("soon", 1), ("-5", 1), ("nan", 1), ("9" * 20, LONGEST_REST)]
)
def test_slack_is_left_alone_for_as_long_as_it_says_and_nobody_waits_for_ever(
    says: Says, asked: str, seconds: float
) -> None:
    outcome: Failure | Done = posted(says(b"<html>", status=429, retry_after=asked))
    assert outcome == PutOff(POST, "status 429", seconds)
