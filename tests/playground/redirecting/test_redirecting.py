"""Official clients that know slack.com alone find the playground there, in every way in which they call and connect."""

import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path

import certifi
import httpx
import pytest
import trustme

from playground.doors import address
from playground.redirecting import redirecting
from playground.redirecting.certificates import Authority, trusted
from playground.testing import LocalSlack, slack
from tests.playground.bots.starting import script, started


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A Slack."""
    with slack() as running:
        yield running


@pytest.fixture
def variables(workspace: LocalSlack) -> Iterator[dict[str, str]]:
    """What a bot is given that calls slack.com."""
    way = redirecting(address(workspace.slack.url), environment={"NODE_OPTIONS": "--no-warnings"})
    yield dict(workspace.running.do(way.__aenter__()))
    workspace.running.do(way.__aexit__(None, None, None))


def test_every_client_of_the_sdk_reaches_the_web_api_and_response_urls(workspace: LocalSlack) -> None:
    with started(workspace, *script("calling.py")) as bot:
        workspace.running.do(bot.end())

    assert bot.process.returncode == 0, list(bot.lines)
    assert len(workspace.exchanges("auth.test")) == 4


@pytest.mark.parametrize("public_url", ["", "https://slack.com"], ids=["ws", "wss"])
def test_every_socket_mode_client_of_the_sdk_connects(workspace: LocalSlack, public_url: str) -> None:
    workspace.slack.public_url = public_url
    with started(workspace, *script("connecting.py")) as bot:
        workspace.until(lambda: len(workspace.slack.connections.open) == 3)

    assert "Traceback (most recent call last):" not in bot.lines


@pytest.mark.skipif(not shutil.which("node"), reason="there is no Node here")
def test_node_reaches_slack_though_it_knows_no_proxy(workspace: LocalSlack) -> None:
    with started(workspace, *("node", script("calling.js")[1])) as bot:
        workspace.running.do(bot.end())

    assert list(bot.lines) == ["fetch true", "https 200"]


def test_whatever_else_a_bot_calls_is_where_it_always_was(variables: dict[str, str]) -> None:
    with slack() as elsewhere, httpx.Client(proxy=variables["HTTPS_PROXY"], trust_env=False) as client:
        answer = client.post(f"{elsewhere.slack.url}/api/api.test?foo=bar")

        assert answer.json() == {"ok": True, "args": {"foo": "bar"}}
        assert len(elsewhere.exchanges("api.test")) == 1


def test_what_cannot_be_reached_is_a_bad_gateway(variables: dict[str, str]) -> None:
    with httpx.Client(proxy=variables["HTTPS_PROXY"], trust_env=False) as client:
        assert client.get("http://127.0.0.1:1/").status_code == 502
        with pytest.raises(httpx.ProxyError, match="502"):
            client.get("https://127.0.0.1:1/")


def test_a_request_that_is_meant_for_no_proxy_is_refused(variables: dict[str, str]) -> None:
    assert httpx.get(variables["HTTPS_PROXY"], trust_env=False).status_code == 400


def test_a_bot_goes_on_trusting_whom_it_trusted_before(tmp_path: Path) -> None:
    own, file = trustme.CA().cert_pem.bytes(), tmp_path / "own.pem"
    file.write_bytes(own)
    authority = Authority()

    found = _authorities(trusted(authority, {"REQUESTS_CA_BUNDLE": str(file)}))

    assert found == _authorities(certifi.contents()) | _usual() | _authorities(own.decode()) | _authorities(
        authority.pem()
    )


def _authorities(pem: str) -> set[bytes]:
    """Return the certificates in a file's text."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pem)
    return set(context.get_ca_certs(binary_form=True))


def _usual() -> set[bytes]:
    """Return the certificates that Python trusts here."""
    return set(ssl.create_default_context().get_ca_certs(binary_form=True))
