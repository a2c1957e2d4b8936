"""A throw-away authority that vouches for slack.com, to bots started here and to nobody else."""

import ssl
from collections.abc import Mapping
from pathlib import Path

import certifi
import trustme

NAMES = ("slack.com", "*.slack.com", "127.0.0.1")
BUNDLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
"""Where the files of authorities that are trusted besides the usual ones may be named."""


class Authority:
    """An authority whose key is never written down and dies with the process."""

    def __init__(self) -> None:
        """Make the keys."""
        self._authority = trustme.CA()

    def certificate(self) -> ssl.SSLContext:
        """Return what a server needs to pass for slack.com."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*NAMES).configure_cert(context)
        return context

    def pem(self) -> str:
        """Return what a client needs to believe it."""
        return self._authority.cert_pem.bytes().decode("ascii")


def trusted(authority: Authority, environment: Mapping[str, str]) -> str:
    """Return every authority a bot trusts anyway, and this one: the file it is given replaces the usual ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    for name in BUNDLES:
        if Path(environment.get(name, "")).is_file():
            context.load_verify_locations(environment[name])
    usual = (ssl.DER_cert_to_PEM_cert(certificate) for certificate in context.get_ca_certs(binary_form=True))
    return "".join([*usual, authority.pem()])
