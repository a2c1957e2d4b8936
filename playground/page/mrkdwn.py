"""Slack's mrkdwn as HTML: a pure function, from which no tag comes that was not meant."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from playground.page import dates
from playground.page.emoji import emoji
from playground.page.markup import Html, escaped, joined, tag
from playground.page.reader import Reader

SCHEMES = ("http://", "https://", "mailto:", "tel:", "slack://")
"""What a link may begin with: nothing that runs."""

FENCE = re.compile(r"```\n?(.+?)```", re.DOTALL)

QUOTE = re.compile(r"(?:&gt;|>) ?")

ANGLE = re.compile(r"<(?P<angle>[^<>\n]+)>")

EMOJI = re.compile(r"(?<!\w):(?P<emoji>[a-z0-9_+-]+):(?::skin-tone-\d:)?")

TAG = re.compile(r"<[^<>]*>")

END = re.compile(r"(?:<br>|</?(?:blockquote|pre)>)+")


def _marked(name: str, mark: str) -> str:
    """Return the pattern of words between two marks, which may hold whole `<…>` but no mark."""
    inside = rf"(?:<[^<>\n]*>|<(?![^<>\n]*>)|[^<{mark}\n])"
    return rf"(?<![\w{mark}])[{mark}](?!\s)(?P<{name}>{inside}+)(?<!\s)[{mark}](?![\w{mark}])"


INLINE = re.compile(
    "|".join(
        (
            r"`(?P<code>[^`\n]+)`",
            r"<(?P<angle>[^<>\n]+)>",
            r"(?P<url>https?://[^\s<>|`]*[^\s<>|`.,;:!?)\]'\"])",
            EMOJI.pattern,
            _marked("strong", "*"),
            _marked("em", "_"),
            _marked("s", "~"),
        )
    )
)
"""Everything within a line that is more than its letters."""


def html(text: str, reader: Reader) -> Html:
    """Return mrkdwn as HTML."""
    return joined(_blocks(text, reader))


def plain(text: str, reader: Reader) -> str:
    """Return mrkdwn as a notification shows it: words alone."""
    return bare(html(text, reader))


def bare(markup: Html) -> str:
    """Return the words of what was made here."""
    return unescape(TAG.sub("", END.sub("\n", markup))).strip()


def inline(text: str, reader: Reader, pattern: re.Pattern[str] = INLINE) -> Html:
    """Return a line as HTML, in which `pattern` finds what is more than letters."""
    return joined(_pieces(text, reader, pattern))


def mention(kind: str, id_: str, reader: Reader, label: str = "") -> Html:
    """Return a person (`@`), a channel (`#`) or a group (`^`) by name."""
    known = {"@": reader.people, "#": reader.channels, "^": reader.groups}[kind].get(id_) or label or id_
    sign = "#" if kind == "#" else "@"
    return _highlighted(sign + known.removeprefix(sign), is_reader=id_ == reader.id)


def broadcast(whom: str) -> Html:
    """Return a mention of everybody."""
    return _highlighted(f"@{whom}", is_reader=True)


def link(url: str, label: Html) -> Html:
    """Return a link that opens beside the page, or its label alone if it leads where no link should."""
    if not url.lower().startswith(SCHEMES):
        return label
    return tag("a", label, href=url, target="_blank", rel="noopener")


def date(timestamp: str, form: str, reader: Reader, *, url: str = "", fallback: str = "") -> Html:
    """Return an instant as the reader tells it, or `fallback` if it is none."""
    at = dates.instant(timestamp)
    if at is None or not form:
        return escaped(fallback or form)
    label = tag("time", escaped(reader.told(form, at)), datetime=at.isoformat(), title=fallback)
    return link(url, label)


def _blocks(text: str, reader: Reader) -> Iterator[Html]:
    """Yield the code, the quotes and the lines between them."""
    for place, part in enumerate(FENCE.split(text)):
        if place % 2:
            yield tag("pre", inline(part.rstrip("\n"), reader, ANGLE))
        else:
            yield from _lines(part.strip("\n"), reader)


def _lines(text: str, reader: Reader) -> Iterator[Html]:
    """Yield quoted and unquoted lines in turn."""
    for is_quote, lines in groupby(text.split("\n") if text else (), key=lambda line: bool(QUOTE.match(line))):
        shown = joined((inline(QUOTE.sub("", line, count=1) if is_quote else line, reader) for line in lines), "<br>")
        yield tag("blockquote", shown) if is_quote else shown


def _pieces(text: str, reader: Reader, pattern: re.Pattern[str]) -> Iterator[Html]:
    """Yield what a line consists of."""
    place = 0
    for match in pattern.finditer(text):
        kind = str(match.lastgroup)
        yield _letters(text[place : match.start()])
        yield _piece(kind, match[kind], reader)
        place = match.end()
    yield _letters(text[place:])


def _piece(kind: str, content: str, reader: Reader) -> Html:
    """Return something that is more than letters."""
    match kind:
        case "code":
            return tag("code", inline(content, reader, ANGLE))
        case "angle":
            return _angle(content, reader)
        case "url":
            return link(_unescaped(content), _letters(content))
        case "emoji":
            return escaped(emoji(content))
    return tag(kind, inline(content, reader))


def _angle(content: str, reader: Reader) -> Html:
    """Return what stands between `<` and `>`."""
    target, _, label = (_unescaped(part) for part in content.partition("|"))
    if target.startswith("!date^"):
        _, timestamp, form, url = (*target.split("^", 3), "", "", "")[:4]
        return date(timestamp, form, reader, url=url, fallback=label)
    if target.startswith("!subteam^"):
        return mention("^", target.removeprefix("!subteam^"), reader, label)
    if target.startswith("!"):
        return broadcast(label.removeprefix("@") or target[1:])
    if target.startswith(("@", "#")):
        return mention(target[0], target[1:], reader, label)
    return link(target, escaped(label or target.removeprefix("mailto:").removeprefix("tel:")))


def _letters(text: str) -> Html:
    """Return text that is nothing but text."""
    return escaped(_unescaped(text))


def _unescaped(text: str) -> str:
    """Return text without Slack's three escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _highlighted(text: str, *, is_reader: bool) -> Html:
    """Return a name that stands out, more so to whom it names."""
    return tag("span", escaped(text), class_="mention mention-you" if is_reader else "mention")
