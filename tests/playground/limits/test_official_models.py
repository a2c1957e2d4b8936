"""Whatever the official client's models write, with every field they have, passes."""

import inspect
from typing import Any

import pytest
from slack_sdk.models import JsonObject
from slack_sdk.models.blocks import basic_components as parts
from slack_sdk.models.blocks import block_elements as elements
from slack_sdk.models.blocks import blocks as layout

from playground.limits import Surface, blocks

TEXT = parts.PlainTextObject(text="x", emoji=True)
RICH = parts.MarkdownTextObject(text="*x*", verbatim=True)
CONFIRM = parts.ConfirmObject(title="Sure?", text=RICH, confirm="Yes", deny="No", style="danger")
OPTION = parts.Option(value="a", text="A", description="the first")
OTHER = parts.Option(value="b", text="B")
GROUP = parts.OptionGroup(label="Letters", options=[OPTION, OTHER])
DISPATCH = parts.DispatchActionConfig(trigger_actions_on=["on_enter_pressed", "on_character_entered"])
FILTER = elements.ConversationFilter(
    include=["im", "public"], exclude_bot_users=True, exclude_external_shared_channels=True
)
WORKFLOW = parts.Workflow(
    trigger=parts.WorkflowTrigger(
        url="https://slack.com/x", customizable_input_parameters=[{"name": "a", "value": "b"}]
    )
)
FEEDBACK = parts.FeedbackButtonObject(text="Good", value="good", accessibility_label="Good answer")
IMAGE = elements.ImageElement(alt_text="x", image_url="https://example.com/a.png")
Piece = elements.RichTextElementParts
STYLE = Piece.TextStyle(bold=True, italic=True, strike=True, code=True, underline=True)
LINE = [
    Piece.Text(text="x", style=STYLE),
    Piece.Channel(channel_id="C1", style=STYLE),
    Piece.User(user_id="U1"),
    Piece.Emoji(name="wave", skin_tone=3, unicode="1f44b"),
    Piece.Link(url="https://example.com", text="x"),
    Piece.Team(team_id="T1"),
    Piece.UserGroup(usergroup_id="S1"),
    Piece.Date(timestamp=1628633820, format="{date}", url="https://example.com", fallback="x"),
    Piece.Broadcast(range="here"),
    Piece.Color(value="#FF00FF"),
]
SECTION = elements.RichTextSectionElement(elements=LINE)
RICH_TEXT = layout.RichTextBlock(
    elements=[
        SECTION,
        elements.RichTextListElement(elements=[SECTION], style="ordered", indent=1, offset=2, border=1),
        elements.RichTextPreformattedElement(elements=LINE, border=1),
        elements.RichTextQuoteElement(elements=LINE),
    ]
)
SOURCE = elements.UrlSourceElement(url="https://example.com", text="x")
FILE = parts.SlackFile(id="F1")

ELEMENTS: dict[str, list[elements.BlockElement]] = {
    "accessory": [
        elements.ImageElement(alt_text="x", slack_file=FILE),
        elements.StaticMultiSelectElement(
            action_id="a",
            placeholder="x",
            options=[OPTION],
            initial_options=[OPTION],
            confirm=CONFIRM,
            max_selected_items=2,
            focus_on_load=True,
        ),
        elements.ExternalDataMultiSelectElement(
            action_id="a",
            placeholder="x",
            min_query_length=1,
            initial_options=[OPTION],
            confirm=CONFIRM,
            max_selected_items=2,
            focus_on_load=True,
        ),
        elements.UserMultiSelectElement(
            action_id="a",
            placeholder="x",
            initial_users=["U1"],
            confirm=CONFIRM,
            max_selected_items=2,
            focus_on_load=True,
        ),
        elements.ConversationMultiSelectElement(
            action_id="a",
            placeholder="x",
            initial_conversations=["C1"],
            confirm=CONFIRM,
            max_selected_items=2,
            default_to_current_conversation=True,
            filter=FILTER,
            focus_on_load=True,
        ),
        elements.ChannelMultiSelectElement(
            action_id="a",
            placeholder="x",
            initial_channels=["C1"],
            confirm=CONFIRM,
            max_selected_items=2,
            focus_on_load=True,
        ),
    ],
    "actions": [
        elements.ButtonElement(
            text="x",
            action_id="a",
            url="https://example.com",
            value="v",
            style="primary",
            confirm=CONFIRM,
            accessibility_label="x",
            agent_prompt="x",
            agent_prompt_display="x",
            visible_to_user_ids=["U1"],
        ),
        elements.LinkButtonElement(text="x", url="https://example.com", action_id="a", style="danger"),
        elements.CheckboxesElement(
            action_id="a", options=[OPTION, OTHER], initial_options=[OTHER], confirm=CONFIRM, focus_on_load=True
        ),
        elements.DatePickerElement(
            action_id="a", placeholder="x", initial_date="2026-02-28", confirm=CONFIRM, focus_on_load=True
        ),
        elements.TimePickerElement(
            action_id="a",
            placeholder="x",
            initial_time="23:59",
            confirm=CONFIRM,
            focus_on_load=True,
            timezone="Asia/Shanghai",
        ),
        elements.DateTimePickerElement(
            action_id="a", initial_date_time=1628633820, confirm=CONFIRM, focus_on_load=True
        ),
        elements.StaticSelectElement(
            action_id="a",
            placeholder="x",
            options=[OPTION, OTHER],
            initial_option=OTHER,
            confirm=CONFIRM,
            focus_on_load=True,
        ),
        elements.SelectElement(
            action_id="a", placeholder="x", option_groups=[GROUP], initial_option=OTHER, confirm=CONFIRM
        ),
        elements.ExternalDataSelectElement(
            action_id="a",
            placeholder="x",
            initial_option=OPTION,
            min_query_length=0,
            confirm=CONFIRM,
            focus_on_load=True,
        ),
        elements.UserSelectElement(
            action_id="a", placeholder="x", initial_user="U1", confirm=CONFIRM, focus_on_load=True
        ),
        elements.ConversationSelectElement(
            action_id="a",
            placeholder="x",
            initial_conversation="C1",
            confirm=CONFIRM,
            response_url_enabled=True,
            default_to_current_conversation=True,
            filter=FILTER,
            focus_on_load=True,
        ),
        elements.ChannelSelectElement(
            action_id="a",
            placeholder="x",
            initial_channel="C1",
            confirm=CONFIRM,
            response_url_enabled=True,
            focus_on_load=True,
        ),
        elements.RadioButtonsElement(
            action_id="a", options=[OPTION], initial_option=OPTION, confirm=CONFIRM, focus_on_load=True
        ),
        elements.OverflowMenuElement(
            action_id="a", options=[parts.Option(value="a", text="A", url="https://example.com")], confirm=CONFIRM
        ),
        elements.WorkflowButtonElement(
            text="x", action_id="a", workflow=WORKFLOW, style="primary", accessibility_label="x"
        ),
    ],
    "context actions": [
        elements.FeedbackButtonsElement(action_id="a", positive_button=FEEDBACK, negative_button=FEEDBACK),
        elements.IconButtonElement(
            action_id="a",
            icon="trash",
            text="x",
            accessibility_label="x",
            value="v",
            visible_to_user_ids=["U1"],
            confirm=CONFIRM,
        ),
    ],
    "input": [
        elements.RichTextInputElement(
            action_id="a",
            placeholder="x",
            initial_value=RICH_TEXT,
            dispatch_action_config=DISPATCH,
            focus_on_load=True,
            min_lines=2,
            max_lines=9,
        ),
        elements.PlainTextInputElement(
            action_id="a",
            placeholder="x",
            initial_value="x",
            multiline=True,
            min_length=0,
            max_length=3000,
            dispatch_action_config=DISPATCH,
            focus_on_load=True,
        ),
        elements.EmailInputElement(
            action_id="a",
            placeholder="x",
            initial_value="x@example.com",
            dispatch_action_config=DISPATCH,
            focus_on_load=True,
        ),
        elements.UrlInputElement(
            action_id="a",
            placeholder="x",
            initial_value="https://example.com",
            dispatch_action_config=DISPATCH,
            focus_on_load=True,
        ),
        elements.NumberInputElement(
            action_id="a",
            placeholder="x",
            is_decimal_allowed=True,
            initial_value="1.5",
            min_value="-1",
            max_value="10",
            dispatch_action_config=DISPATCH,
            focus_on_load=True,
        ),
        elements.FileInputElement(action_id="a", filetypes=["csv"], max_files=1),
    ],
}

CARD = layout.CardBlock(
    hero_image=IMAGE,
    icon=IMAGE,
    title="x",
    subtitle="x",
    body="x",
    actions=[elements.ButtonElement(text="x", action_id="a")],
)
TASK = layout.TaskCardBlock(
    task_id="1", title="x", details=RICH_TEXT, output=RICH_TEXT, sources=[SOURCE], status="in_progress", block_id="t"
)
CELLS: list[Any] = [parts.RawTextObject(text="x"), parts.RawNumberObject(value=1.5, text="1.5"), RICH_TEXT]

BLOCKS: list[layout.Block] = [
    layout.SectionBlock(block_id="b", text=RICH, fields=[TEXT, RICH], accessory=IMAGE, expand=True),
    layout.DividerBlock(block_id="b"),
    layout.ImageBlock(block_id="b", alt_text="x", image_url="https://example.com/a.png", title="x"),
    layout.ImageBlock(alt_text="x", slack_file=parts.SlackFile(url="https://files.slack.com/x"), title="x"),
    layout.ContextBlock(block_id="b", elements=[TEXT, RICH, IMAGE]),
    layout.FileBlock(block_id="b", external_id="x", source="remote"),
    layout.CallBlock(block_id="b", call_id="R1", api_decoration_available=True, call={"v1": {}}),
    layout.HeaderBlock(block_id="b", text="x"),
    layout.MarkdownBlock(block_id="b", text="**x**"),
    layout.VideoBlock(
        block_id="b",
        alt_text="x",
        video_url="https://example.com/v",
        thumbnail_url="https://example.com/t.png",
        title="x",
        title_url="https://example.com",
        description="x",
        provider_icon_url="https://example.com/i.png",
        provider_name="x",
        author_name="x",
    ),
    RICH_TEXT,
    layout.TableBlock(
        block_id="b", rows=[CELLS], column_settings=[parts.TableBlockColumnSettings(align="right", is_wrapped=True)]
    ),
    TASK,
    layout.PlanBlock(block_id="b", title="x", tasks=[TASK]),
    layout.AlertBlock(block_id="b", text=RICH, level="warning"),
    CARD,
    layout.ContainerBlock(
        block_id="b",
        child_blocks=[layout.DividerBlock()],
        title="x",
        rich_text_title=RICH_TEXT,
        subtitle="x",
        width="full",
        icon=IMAGE,
        is_collapsible=True,
        default_collapsed=True,
    ),
    layout.CarouselBlock(block_id="b", elements=[CARD]),
    layout.AuthProviderBlock(
        block_id="b",
        value="v",
        name="x",
        is_connected=True,
        description="x",
        icon_url="https://example.com/i.png",
        auth_url="https://example.com/a",
        disconnect_url="https://example.com/d",
        connected_identity="x",
        connected_context="x",
        accessory=elements.OverflowMenuElement(options=[OPTION]),
        fallback=[layout.DividerBlock()],
    ),
]


def standing(element: Any, place: str) -> layout.Block:
    """The block that such an element stands in."""
    match place:
        case "accessory":
            return layout.SectionBlock(text="x", accessory=element)
        case "actions":
            return layout.ActionsBlock(elements=[element])
        case "context actions":
            return layout.ContextActionsBlock(elements=[element])
        case _:
            return layout.InputBlock(label="x", hint="x", element=element, optional=True, dispatch_action=False)


STANDING = [standing(element, place) for place, found in ELEMENTS.items() for element in found]


@pytest.mark.parametrize("block", [*BLOCKS, *STANDING], ids=lambda block: block.type)
def test_a_block_of_the_official_models_passes(block: layout.Block) -> None:
    surface: Surface = "modal" if block.type == "alert" else "message"
    assert blocks([block.to_dict()], surface=surface) == []


def models(module: object, base: type[JsonObject]) -> set[type]:
    """The classes of a module that can stand for themselves."""
    found = [each for each in vars(module).values() if inspect.isclass(each) and issubclass(each, base)]
    return {each for each in found if isinstance(getattr(each, "type", None), str)}


def test_every_model_is_tried() -> None:
    tried = {type(block) for block in [*BLOCKS, *STANDING]} | {
        type(each) for found in ELEMENTS.values() for each in found
    }
    rich = {
        elements.RichTextSectionElement,
        elements.RichTextListElement,
        elements.RichTextPreformattedElement,
        elements.RichTextQuoteElement,
    }
    known = models(layout, layout.Block) | models(elements, elements.BlockElement)
    assert known == tried | rich | {elements.UrlSourceElement}
