"""What people do with a message: react, answer in a thread, use a shortcut, edit and delete their own."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from playground import acting, messaging
from playground.acting import Gone, InMessage, Trouble
from playground.outward.words import typed
from playground.page.elements.buttons import menu
from playground.page.elements.confirming import meant
from playground.page.entries import Entry
from playground.page.parts import SUBMITTED, VALUE, button, focus_on, in_browser, part, sign
from playground.page.screen import Screen
from playground.workspace import Message

REACTIONS = (
    "thumbsup", "white_check_mark", "eyes", "heart", "tada", "joy",
    "thumbsdown", "x", "pray", "fire", "heavy_plus_sign", "question",
)  # fmt: skip
"""What is offered at once; any other can be put there by the bot."""

WRITTEN = (None, "me_message", "thread_broadcast")
"""The subtypes of messages that somebody has written."""

ENTER = "e => playground.editKeys(e, emit)"


def tools(entry: Entry, screen: Screen) -> None:
    """Draw what can be done with a message that everybody sees, where anything can be."""
    message, me = entry.message, screen.slack.workspace.people[screen.person]
    if message.only_for or screen.here.is_archived or me.is_deactivated:
        return
    with part("div", "tools"):
        offered = [{"text": f":{name}:", "value": name} for name in REACTIONS]
        put = menu(
            "",
            screen.says("Add reaction"),
            offered,
            lambda one: react(message, screen, one["value"]),
            look="emoji-menu",
        )
        put.props["data-key"] = f"react {message.ts}"
        with put:
            sign("smile")
        if not entry.in_thread:
            reply = partial(opens_thread, screen, put, message.thread_ts or message.ts)
            label = screen.says("Reply in thread")
            with button("", reply, "button button-icon", title=label, aria_label=label):
                sign("reply")
        if more := [*_shortcuts(message, screen), *_own(message, screen)]:
            menu("⋮", screen.says("More actions"), more, lambda one: one["value"]())


def opens_thread(screen: Screen, element: Element, ts: str) -> None:
    """Open a thread, to write in it."""
    focus_on(element, "write in thread")
    screen.open_thread(ts)


def react(message: Message, screen: Screen, name: str) -> None:
    """Put an emoji under a message, or take it back."""
    _try(screen, partial(messaging.reacts, screen.slack, screen.person, _place(message, screen), name))


def edited(message: Message, screen: Screen) -> None:
    """Draw the field in which a message is written anew: Enter saves, Esc leaves it as it was."""
    text = typed(screen.slack, message.text)
    entered = [text]

    def save() -> None:
        screen.edit(None)
        if (new := entered[0].strip()) and new != text:
            _try(screen, partial(messaging.edits, screen.slack, screen.person, _place(message, screen), new))

    def keep(event: GenericEventArguments) -> None:
        entered[0] = event.args

    def key(event: GenericEventArguments) -> None:
        (save if event.args == "Enter" else leave)()

    leave = partial(screen.edit, None)
    with part("form", "editing") as form:
        field = part("textarea", "field", aria_label=screen.says("Edit message"), defaultValue=text)
        field.on("input", keep, js_handler=VALUE).on("keydown", key, js_handler=ENTER)
        in_browser(field, "goOn")
        with part("div", "editing-buttons"):
            button(screen.says("Cancel"), leave)
            part("button", "button button-primary", screen.says("Save"), type="submit")
    form.on("submit", save, js_handler=SUBMITTED)


def _shortcuts(message: Message, screen: Screen) -> Iterator[dict[str, Any]]:
    """Yield the app's shortcuts for messages."""
    for one in screen.slack.manifest.shortcuts:
        if one.type == "message":
            use = partial(_use, one.callback_id, message, screen)
            yield {"text": one.name, "description": one.description, "value": use}


def _own(message: Message, screen: Screen) -> Iterator[dict[str, Any]]:
    """Yield what can be done with a message of one's own."""
    if message.author == screen.person and message.subtype in WRITTEN:
        yield {"text": screen.says("Edit message"), "value": partial(screen.edit, message.ts)}
        yield {"text": screen.says("Delete message"), "value": partial(_delete, message, screen)}


async def _use(callback_id: str, message: Message, screen: Screen) -> None:
    """Use a shortcut on a message."""
    try:
        await acting.uses(screen.slack, screen.person, callback_id, _place(message, screen))
    except (Gone, Trouble) as trouble:
        screen.say(str(trouble))


async def _delete(message: Message, screen: Screen) -> None:
    """Delete a message, if that is meant."""
    told = {"title": "Delete message", "text": "It cannot be brought back.", "confirm": "Delete"}
    asked = {**{name: screen.says(words) for name, words in told.items()}, "style": "danger"}
    if await meant(asked, screen.reader):
        _try(screen, partial(messaging.deletes, screen.slack, screen.person, _place(message, screen)))


def _try(screen: Screen, work: Callable[[], None]) -> None:
    """Do something with a message, unless it is gone."""
    try:
        work()
    except Gone as gone:
        screen.say(str(gone))


def _place(message: Message, screen: Screen) -> InMessage:
    """Return where a message stands."""
    return InMessage(screen.channel, message.ts)
