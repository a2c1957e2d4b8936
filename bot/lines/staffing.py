"""What people type behind `/people`: about whom, and what is to be different about them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.lines import orders
from bot.lines.options import NotUnderstood
from bot.lines.orders import tokens
from bot.telling.blocks import plain
from storage.staff import ROLES

USAGE = "/people [team East], /people add @joe salesperson team East, /people set @joe role lead, /people help"
ADD = "/people add @joe [salesperson] [team East] [manager @maria]"
SET = "/people set @joe [role lead] [manager @maria] [team East] [email x@y.com] [slack @joe]"
TEAM = "/people team East [under North]"
GROUP = "/people group @east-sales [role salesperson] [team East], /people group @east-sales none"
POLICY = "/people policy [colleagues yes|names|no] [accounts 20] [value 50000] [vips yes|no] [hours 48] [digest 9]"
GRANT = "/people grant U012AB3CD [as @joe]"

VERBS: Mapping[str, str] = {
    **{
        verb: verb
        for verb in (
            *("list", "show", "add", "set", "leave", "return", "team", "teams", "group", "groups", "policy"),
            *("requests", "ask", "grant", "refuse", "help"),
        )
    },
    "teams": "list",
    "groups": "group",
    "?": "help",
    "列表": "list",
    "查看": "show",
    "添加": "add",
    "设置": "set",
    "离开": "leave",
    "离职": "leave",
    "恢复": "return",
    "团队": "team",
    "用户组": "group",
    "规定": "policy",
    "申请列表": "requests",
    "申请": "ask",
    "批准": "grant",
    "拒绝": "refuse",
    "帮助": "help",
}
"""What can be asked or done, in both languages."""

ROLE_WORDS: Mapping[str, str] = {
    **{role: role for role in ROLES},
    "administrator": "admin",
    "sales": "salesperson",
    "销售": "salesperson",
    "组长": "lead",
    "主管": "lead",
    "经理": "manager",
    "管理员": "admin",
}

KEYWORDS: Mapping[str, str] = {
    **{word: word for word in ("role", "manager", "team", "email", "slack", "name")},
    "角色": "role",
    "上级": "manager",
    "团队": "team",
    "邮箱": "email",
    "账号": "slack",
    "姓名": "name",
}
"""What of somebody can be different."""

NONE = frozenset({"none", "nobody", "no", "-", "无"})
"""What stands for nobody and nothing."""

PAGE = frozenset({"page", "第", "页"})
UNDER = frozenset({"under", "in", "属于"})

SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_ADDRESS = re.compile(r"[^\s@<>|,;]+@[^\s@<>|,;]+\.[^\s@<>|,;]+")
_LINKED = re.compile(r"<mailto:(?P<address>[^|>]+)(?:\|[^>]*)?>")


class NoAddress(BotError):
    """Something is no e-mail address."""

    def __init__(self, said: str) -> None:
        super().__init__("“{said}” is not an e-mail address.", said=plain(said))


@dataclass(frozen=True)
class Order:
    """What is asked or to be done, and the words behind it."""

    verb: str
    words: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The first word; nothing where there is none."""
        return self.words[0] if self.words else ""


def understood(words: str) -> Order:
    """Return the order that the words begin with; without one somebody is shown, or everybody listed."""
    first, *rest = tokens(words) or ["list"]
    if verb := VERBS.get(first.casefold()):
        return Order(verb, tuple(rest))
    return Order("list" if first.casefold() in PAGE else "show", (first, *rest))


def whom(words: Sequence[str], *, keywords: Collection[str] = KEYWORDS) -> tuple[str, list[str]]:
    """Cut words into whom they are about, up to the first keyword, and the rest; a name may have several words."""
    name: list[str] = []
    rest = list(words)
    while rest and (not name or not _binds(name, rest[0], keywords)):
        name.append(rest.pop(0))
    return " ".join(name), rest


def _binds(name: Sequence[str], word: str, keywords: Collection[str]) -> bool:
    """Say whether a word is no part of a name any more: behind a mention or a number of ours nothing is."""
    is_whole = name[0].startswith(("<", "@", "id:")) or bool(SLACK_ID.fullmatch(name[0]))
    return is_whole or word.casefold() in keywords or word.casefold() in ROLE_WORDS


def changes(words: Sequence[str], *, usage: str) -> dict[str, str]:
    """Return what is to be different, by its name; a role may stand first without its keyword.

    Raises:
        NotUnderstood: some words mean nothing here.
    """
    said = list(words)
    if _begins_with_role([word.casefold() for word in said[:2]]):
        said.insert(0, "role")
    wanted = dict(orders.pairs(said, KEYWORDS, usage=usage))
    if empty := [name for name, value in wanted.items() if not value]:
        raise NotUnderstood(empty[0], nearest=None, usage=usage)
    return wanted


def _begins_with_role(first: Sequence[str]) -> bool:
    """Say whether a role stands first: `manager` is one where nobody is named behind it."""
    is_role = bool(first) and first[0] in ROLE_WORDS
    return is_role and (first[0] not in KEYWORDS or len(first) == 1 or first[1] in KEYWORDS)


def role(said: str, *, usage: str) -> str:
    """Return the role that a word stands for."""
    return ROLE_WORDS[orders.one_of(said, ROLE_WORDS, usage=usage)]


def email(said: str) -> str | None:
    """Return an address, which Slack may have made a link of; None for none."""
    linked = _LINKED.fullmatch(said)
    address = linked["address"] if linked else said
    if address.casefold() in NONE:
        return None
    if not _ADDRESS.fullmatch(address):
        raise NoAddress(address)
    return address
