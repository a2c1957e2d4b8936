"""What a client asks of the proxy is understood."""

import pytest

from playground.redirecting.proxy import Request, is_slack
from playground.redirecting.streams import Address

SLACK = Address("127.0.0.1", 8765)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("slack.com:443", Address("slack.com", 443)),
        ("SLACK.com", Address("slack.com", 443)),
        ("127.0.0.1:8765", SLACK),
        ("[::1]:9000", Address("::1", 9000)),
        ("[::1]", Address("::1", 443)),
    ],
)
def test_a_tunnel_leads_to_a_host_and_a_port(target: str, address: Address) -> None:
    request = Request.parse(f"CONNECT {target} HTTP/1.0\r\n\r\n".encode())

    assert request == Request(address, is_tunnel=True, first=b"")


def test_a_request_is_passed_on_as_a_server_expects_it_and_ends_its_connection() -> None:
    headers = "Host: a.example:81\r\nConnection: keep-alive\r\nProxy-Authorization: Basic xxx\r\nX: y"
    request = Request.parse(f"POST http://a.example:81/b?c=d HTTP/1.1\r\n{headers}\r\n\r\n".encode())

    assert request.to == Address("a.example", 81)
    assert request.first == b"POST /b?c=d HTTP/1.1\r\nHost: a.example:81\r\nX: y\r\nConnection: close\r\n\r\n"


def test_a_websocket_keeps_its_connection() -> None:
    head = b"GET ws://127.0.0.1:8765/link/?ticket=1 HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"

    assert Request.parse(head).first == head.replace(b"ws://127.0.0.1:8765", b"")


@pytest.mark.parametrize("line", ["GET / HTTP/1.1", "GET", "CONNECT host:port HTTP/1.1", "GET http:// HTTP/1.1"])
def test_what_asks_for_no_other_host_is_not_understood(line: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Request.parse(f"{line}\r\n\r\n".encode())


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("slack.com", True),
        ("hooks.slack.com", True),
        ("wss-primary.slack.com", True),
        ("notslack.com", False),
        ("slack.com.example", False),
        ("127.0.0.1", False),
    ],
)
def test_slack_is_slack_com_and_all_below_it(host: str, wanted: bool) -> None:
    assert is_slack(Address(host, 443), SLACK) is wanted
