"""Where one writes: commands, people and channels are completed, Enter sends, Shift+Enter begins a new line."""

from collections.abc import Callable, Sequence

from nicegui import ui

from playground import acting
from playground.manifest import Shortcut
from playground.page import completing
from playground.page.choosing import Choice, Choosing
from playground.page.completing import Completed
from playground.page.parts import in_browser, part
from playground.page.screen import Screen

SENT = "e => playground.sendForm(e, emit)"


def composer(screen: Screen, thread: Callable[[], str | None], label: str) -> None:
    """Draw a composer; `thread` says into which thread it writes."""

    async def offer(text: str, cursor: int) -> Sequence[Choice]:
        usage.text = completing.usage(screen.slack, text)
        return completing.offered(screen.slack, screen.person, text, cursor)

    async def send(text: str) -> None:
        usage.text = ""
        await _send(screen, text, thread())

    async def enter(text: str) -> None:
        in_browser(field, "fill", "", len(text))
        await send(text)

    async def take(choice: Choice) -> None:
        if isinstance(choice.value, Completed):
            in_browser(field, "fill", choice.value.head, choice.value.letters)
            usage.text = completing.usage(screen.slack, choice.value.head)
        else:
            in_browser(field, "fill", "")
            await _use(screen, choice.value)

    with part("form", "composer") as form:
        usage = ui.label().classes("usage").props("role=status")
        field = part("textarea", "composer-field", rows=1, aria_label=label, placeholder=label)
        field.props["data-key"] = "write" if thread() is None else "write in thread"
        Choosing(field, offer, take, enter, label=screen.says("Suggestions"))
        part(
            "button",
            "button button-primary",
            screen.says("Send"),
            type="submit",
            aria_label=screen.says("Send message"),
        )
    form.on("submit", lambda event: send(event.args), js_handler=SENT)


async def _use(screen: Screen, shortcut: Shortcut) -> None:
    """Use a shortcut."""
    try:
        await acting.uses(screen.slack, screen.person, shortcut.callback_id)
    except acting.Trouble as trouble:
        screen.say(str(trouble))


async def _send(screen: Screen, text: str, thread: str | None) -> None:
    """Send what was written."""
    if not text.strip():
        return
    try:
        await acting.types(screen.slack, screen.person, screen.channel, text, thread_ts=thread)
    except acting.Gone as gone:
        screen.say(str(gone))
