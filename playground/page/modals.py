"""Modals: the topmost of the stack, with what is wrong in it, to be submitted or closed."""

from functools import partial

from nicegui.element import Element

from playground import acting
from playground.acting import InView
from playground.page import blocks, words
from playground.page.parts import button, in_browser, part
from playground.page.redrawing import Nest, Redrawn, Region
from playground.page.screen import Screen
from playground.page.stage import Stage
from playground.workspace import View

ESCAPE = "e => { e.preventDefault(); emit() }"

SUBMIT = "e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); emit() } }"


def modals(screen: Screen, element: Element) -> Redrawn:
    """Draw what is open before the window. The frame stays as long as the view; its content is drawn as it changes."""
    return Nest(element, lambda: _id(screen), lambda _: _draw(screen))


def _top(screen: Screen) -> View | None:
    """Return the view in front."""
    stack = screen.slack.workspace.modals.get(screen.person)
    return stack[-1] if stack else None


def _id(screen: Screen) -> str | None:
    """Return which view is in front."""
    top = _top(screen)
    return top.id if top else None


def _looks(screen: Screen) -> object:
    """Return everything by which the view in front is seen to differ: not what has been entered into it."""
    top = _top(screen)
    return top and (top.hash, dict(top.errors), top.warning, dict(top.warnings))


def _draw(screen: Screen) -> list[Redrawn]:
    """Draw the frame."""
    if (top := _top(screen)) is None:
        return []
    with part("dialog", "modal", aria_label=words.plain(top.content.get("title"))) as dialog:
        form = part("div", "modal-form")
    dialog.on("cancel", lambda: _close(screen, top), js_handler=ESCAPE)
    dialog.on("keydown", lambda: _submit(screen, top, dialog), js_handler=SUBMIT)
    in_browser(dialog, "show")
    return [Region(form, lambda: _looks(screen), lambda _: _draw_view(screen))]


def _draw_view(screen: Screen) -> None:
    """Draw the view in front."""
    if top := _top(screen):
        _head(screen, top)
        _body(screen, top)
        _foot(screen, top)


def _head(screen: Screen, view: View) -> None:
    """Draw the title, and the cross."""
    with part("div", "modal-head"):
        part("h2", "modal-title", words.plain(view.content.get("title")))
        close = partial(_close, screen, view, everything=True)
        button("✕", close, "button button-icon", aria_label=screen.says("Close"), data_key="cross")


def _body(screen: Screen, view: View) -> None:
    """Draw the blocks, and what is wrong with all of it."""
    place = InView(view.id)
    stage = Stage(
        screen.slack,
        screen.reader,
        place,
        screen.say,
        values=acting.values(screen.slack, place),
        errors=view.errors,
        warnings=view.warnings,
    )
    with part("div", "modal-body") as body:
        if view.warning:
            part("div", "alert alert-error", screen.says(view.warning), role="alert")
        blocks.draw(view.content.get("blocks", ()), stage)
    if view.errors:
        in_browser(body, "showWrong")


def _foot(screen: Screen, view: View) -> None:
    """Draw the buttons."""
    submit = words.plain(view.content.get("submit"))
    with part("div", "modal-foot"):
        close = words.plain(view.content.get("close")) or screen.says("Cancel" if submit else "Close")
        button(close, partial(_close, screen, view), data_key="close")
        if submit:
            drawn = button(submit, lambda: _submit(screen, view, drawn), "button button-primary", data_key="submit")


async def _submit(screen: Screen, view: View, pressed: Element) -> None:
    """Submit; what was pressed shows that it is at work."""
    pressed.props["aria-busy"] = "true"
    try:
        await acting.submits(screen.slack, screen.person, view.id)
    except acting.Gone as gone:
        screen.say(str(gone))
    if not pressed.is_deleted:
        pressed.props.pop("aria-busy")


async def _close(screen: Screen, view: View, *, everything: bool = False) -> None:
    """Close."""
    try:
        await acting.closes(screen.slack, screen.person, view.id, everything=everything)
    except acting.Gone as gone:
        screen.say(str(gone))
