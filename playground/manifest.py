"""The app manifest: what an app told Slack about itself, in the file that published apps carry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args
from urllib.parse import urlsplit

import yaml  # type: ignore[import-untyped]

ShortcutType = Literal["global", "message"]


class UnreadableManifest(Exception):
    """A manifest that cannot be understood; the message says where and why."""


@dataclass(frozen=True)
class Command:
    """A slash command; without a `url` it goes where the app's requests go."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    url: str | None = None


@dataclass(frozen=True)
class Shortcut:
    """An entry in the menu of shortcuts, or in the menu of a message."""

    name: str
    type: ShortcutType
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """What the app offers and may do; `scopes` and `events` are None where everything is granted and delivered.

    URLs are as written: published examples name a host that nobody has, so only their paths mean anything here.
    """

    name: str
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    home: bool = True
    request_url: str | None = None
    interactivity_url: str | None = None
    options_url: str | None = None
    socket_mode: bool | None = None
    is_open: bool = False

    @classmethod
    def open_(cls, name: str = "Your app") -> Self:
        """Return the manifest of an app of which nothing is known: any command is sent, anything is granted."""
        return cls(name=name, is_open=True)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a manifest written in JSON or YAML.

        Raises:
            UnreadableManifest: the file is missing, or is no app manifest.
        """
        try:
            return cls.parse(_loaded(path))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, json.JSONDecodeError) as failure:
            raise UnreadableManifest(f"{path} cannot be read: {failure}") from failure
        except UnreadableManifest as failure:
            raise UnreadableManifest(f"{path} is not an app manifest: {failure}") from None

    @classmethod
    def parse(cls, written: object) -> Self:
        """Take the manifest from the mapping that Slack's editor shows.

        Raises:
            UnreadableManifest: something in it is not what Slack would accept.
        """
        manifest = _mapping(written, "it")
        features = _section(manifest, "features")
        settings = _section(manifest, "settings")
        subscriptions = _section(settings, "event_subscriptions")
        interactivity = _section(settings, "interactivity")
        if not {"display_information", "features", "settings", "oauth_config"} & set(manifest):
            raise UnreadableManifest("it has no display_information, features, oauth_config or settings")
        return cls(
            name=_text(_section(manifest, "display_information"), "name") or "Your app",
            commands=tuple(_command(command) for command in _items(features, "slash_commands")),
            shortcuts=tuple(_shortcut(shortcut) for shortcut in _items(features, "shortcuts")),
            scopes=_words(_section(_section(manifest, "oauth_config"), "scopes"), "bot"),
            events=_words(subscriptions, "bot_events"),
            home=bool(_section(features, "app_home").get("home_tab_enabled")),
            request_url=_text(subscriptions, "request_url") or None,
            interactivity_url=_text(interactivity, "request_url") or None,
            options_url=_text(interactivity, "message_menu_options_url") or None,
            socket_mode=bool(settings.get("socket_mode_enabled")),
        )


def path_of(url: str | None) -> str | None:
    """Return the path that `url` names, or None where it names none."""
    return (urlsplit(url).path or None) if url else None


def _loaded(path: Path) -> object:
    """Return what the file says, whichever of the two languages it is in."""
    text = path.read_text(encoding="utf-8-sig")
    loaded: object = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    return loaded


def _command(written: object) -> Command:
    """Return one of `features.slash_commands`."""
    command = _mapping(written, "a slash command")
    name = _text(command, "command")
    if not name:
        raise UnreadableManifest("a slash command has no name")
    return Command(
        name="/" + name.removeprefix("/"),
        description=_text(command, "description"),
        usage_hint=_text(command, "usage_hint"),
        should_escape=bool(command.get("should_escape")),
        url=_text(command, "url") or None,
    )


def _shortcut(written: object) -> Shortcut:
    """Return one of `features.shortcuts`."""
    shortcut = _mapping(written, "a shortcut")
    name = _text(shortcut, "name")
    for type_ in get_args(ShortcutType):
        if shortcut.get("type") == type_:
            return Shortcut(name, type_, _text(shortcut, "callback_id"), _text(shortcut, "description"))
    raise UnreadableManifest(f"the shortcut “{name}” is neither global nor message")


def _section(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a part of the manifest, empty where it was left out."""
    return _mapping(of.get(key) or {}, key)


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    """Return `value` if it is a mapping."""
    if not isinstance(value, Mapping):
        raise UnreadableManifest(f"{what} should have names and values, not {value!r}")
    return value


def _items(of: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list in the manifest, empty where it was left out."""
    items = of.get(key) or []
    if not isinstance(items, list):
        raise UnreadableManifest(f"{key} should be a list, not {items!r}")
    return items


def _words(of: Mapping[str, Any], key: str) -> frozenset[str]:
    """Return a list of words as a set."""
    return frozenset(str(word) for word in _items(of, key))


def _text(of: Mapping[str, Any], key: str) -> str:
    """Return a text in the manifest, empty where it was left out."""
    value = of.get(key)
    return "" if value is None else str(value).strip()
