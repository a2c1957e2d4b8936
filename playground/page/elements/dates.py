"""Pickers of days and times: the browser's own, which everybody's keyboard and screen reader know."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from playground.page.elements.confirming import confirmed
from playground.page.parts import VALUE, part
from playground.page.stage import Spot


def datepicker(spot: Spot) -> Element:
    """A day."""
    return _picker(spot, "date", spot.value.get("selected_date"), lambda typed: {"selected_date": typed or None})


def timepicker(spot: Spot) -> Element:
    """A time of day."""
    return _picker(spot, "time", spot.value.get("selected_time"), lambda typed: {"selected_time": typed or None})


def datetimepicker(spot: Spot) -> Element:
    """An instant, in the person's own time zone."""
    zone, chosen = spot.stage.reader.zone, spot.value.get("selected_date_time")
    written = f"{datetime.fromtimestamp(chosen, zone):%Y-%m-%dT%H:%M}" if chosen else None
    return _picker(spot, "datetime-local", written, lambda typed: {"selected_date_time": instant(typed, zone)})


def instant(typed: str, zone: ZoneInfo) -> int | None:
    """Return the instant that somebody in a time zone means, in seconds since 1970."""
    return int(datetime.fromisoformat(typed).replace(tzinfo=zone).astimezone(UTC).timestamp()) if typed else None


def _picker(spot: Spot, kind: str, written: str | None, chosen: Callable[[str], dict[str, Any]]) -> Element:
    """Draw a picker and tell what was picked."""

    async def change(event: GenericEventArguments) -> None:
        if await confirmed(spot):
            await spot.choose(**chosen(event.args))

    drawn = part("input", "field field-date", type=kind, defaultValue=written, aria_label=spot.name)
    return drawn.on("change", change, js_handler=VALUE)
