"""The variables by which Python's and Node's HTTP clients find the proxy and trust it."""

import json
from collections.abc import Mapping
from pathlib import Path

from playground.redirecting.streams import Address

NODE = Path(__file__).with_name("node.cjs")
LOOPBACK = "localhost,127.0.0.1,::1"


def redirected(environment: Mapping[str, str], *, proxy: Address, front: Address, trusted: Path) -> dict[str, str]:
    """Return what to add to a bot's `environment`.

    Slack's Python SDK reads HTTPS_PROXY, and only that. Node reads neither it nor anything else before version 24, so
    `node.cjs` is loaded first there and tells Node's default agents where `front` is, which speaks for slack.com.
    """
    return {
        **dict.fromkeys(("HTTPS_PROXY", "https_proxy"), f"http://{proxy}"),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), LOOPBACK),
        **dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"), str(trusted)),
        "NODE_OPTIONS": f"{environment.get('NODE_OPTIONS', '')} --require {json.dumps(str(NODE))}".strip(),
        "PLAYGROUND_FRONT": str(front),
    }
