"""Block Kit's interactive elements. A new one is a function from a `Spot` to what takes the focus, and a line here."""

from collections.abc import Callable

from nicegui.element import Element

from playground.page.elements.buttons import button, feedback_buttons, icon_button, overflow
from playground.page.elements.checks import checkboxes, radio_buttons
from playground.page.elements.dates import datepicker, datetimepicker, timepicker
from playground.page.elements.fields import field, rich_text_input
from playground.page.elements.files import file_input
from playground.page.elements.selects import multi_select, select
from playground.page.parts import part
from playground.page.stage import Spot

ELEMENTS: dict[str, Callable[[Spot], Element]] = {
    "button": button,
    "workflow_button": button,
    "icon_button": icon_button,
    "feedback_buttons": feedback_buttons,
    "overflow": overflow,
    "static_select": select,
    "external_select": select,
    "users_select": select,
    "conversations_select": select,
    "channels_select": select,
    "multi_static_select": multi_select,
    "multi_external_select": multi_select,
    "multi_users_select": multi_select,
    "multi_conversations_select": multi_select,
    "multi_channels_select": multi_select,
    "datepicker": datepicker,
    "timepicker": timepicker,
    "datetimepicker": datetimepicker,
    "checkboxes": checkboxes,
    "radio_buttons": radio_buttons,
    "plain_text_input": field,
    "email_text_input": field,
    "url_text_input": field,
    "number_input": field,
    "rich_text_input": rich_text_input,
    "file_input": file_input,
}


def draw(spot: Spot) -> Element:
    """Draw an element, with a sign beside it if the bot did not take what was done there."""
    known = ELEMENTS.get(spot.element.get("type", ""))
    if not known:
        return part("em", "hint", f"({spot.element.get('type')} is not drawn here)")
    drawn = known(spot)
    drawn.props["data-key"] = spot.key
    if warning := spot.stage.warnings.get(spot.action_id):
        part("span", "warning", f"⚠ {warning}", role="status")
    return drawn
