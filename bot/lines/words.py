"""What people type after a slash, cleaned and cut into a command and its words."""

from collections.abc import Collection
from difflib import get_close_matches

ROOT = "/regulars"
"""The one command that is ours alone: `/regulars customer Acme` works where another app owns `/customer`."""

_ODD = str.maketrans(
    dict.fromkeys("‘’‚‛", "'")
    | dict.fromkeys("“”„‟", '"')
    | dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff", None)
    | dict.fromkeys(map(chr, range(32)), " ")
)


def cleaned(text: str) -> str:
    """Return `text` with plain quotes, single plain spaces and nothing invisible or impossible to store."""
    return " ".join(text.encode(errors="replace").decode().translate(_ODD).split())


def understood(line: str, *, commands: Collection[str], prefix: str) -> tuple[str | None, str]:
    """Cut a line into the canonical name of its command (None if there is none such) and the words behind it.

    `/crm-customer tier Acme`, `/customer tier Acme` and `/crm-regulars customer tier Acme` are the same question.
    """
    name, words = _cut(line, prefix)
    if name == ROOT:
        name, words = _cut(words, prefix)
    return name if name in commands else None, words


def nearest(line: str, *, commands: Collection[str], prefix: str) -> str | None:
    """Return the command that a line nobody understands may have meant; behind the root, its second word counts too."""
    first, words = _cut(line, prefix)
    tried = [name for name in (first, _cut(words, prefix)[0]) if name != ROOT]
    return next((near for name in tried for near in get_close_matches(name, commands, n=1)), None)


def called(command: str, *, prefix: str) -> str:
    """Return a command as it is typed in this workspace."""
    return f"/{prefix}{command.removeprefix('/')}"


def _cut(line: str, prefix: str) -> tuple[str, str]:
    """Return the first word as a canonical command name, and the rest."""
    first, _, rest = cleaned(line).partition(" ")
    return f"/{first.lower().removeprefix('/').removeprefix(prefix)}", rest


def quoted(text: str) -> str:
    """Return any text as one word of a line, its own quotes made single."""
    return f'"{cleaned(text).replace(chr(34), chr(39))}"'
