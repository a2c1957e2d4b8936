"""Whatever slackblocks builds passes: the bot's answers are made with it."""

import json

import pytest
import slackblocks as slack
from slackblocks.blocks import BlockType
from slackblocks.rich_text.objects import ListType

from playground.limits import Surface, blocks, message, view

BUTTON = slack.Button("x", action_id="a", value="v", style="primary", confirm=slack.Confirm("Sure?", "x", "Yes", "No"))
IMAGE = slack.Image(image_url="https://example.com/a.png", alt_text="x")
LINE = slack.RichTextSection([slack.RichText("x", bold=True), slack.RichTextLink("https://example.com", "x")])
RICH = slack.RichTextBlock([LINE, slack.RichTextList(ListType.BULLET, [LINE], indent=1)])
CARD = slack.CardBlock(title="x", body="x", hero_image=IMAGE, slack_icon=slack.SlackIcon("sparkle"), actions=[BUTTON])
AXES = slack.AxisConfig(["Mon", "Tue"], x_label="day", y_label="visits")
SERIES = [slack.DataSeries("visits", [slack.DataPoint("Mon", 1), slack.DataPoint("Tue", -2)])]
FEEDBACK = slack.FeedbackButtons(slack.FeedbackButton("x", "good"), slack.FeedbackButton("x", "bad"), action_id="f")
TASK = slack.TaskCardBlock(
    "1", "x", details=RICH, sources=[slack.URLSource("https://example.com", "x")], status="complete"
)
OPTIONS = [slack.Option(slack.PlainText("A"), "a"), slack.Option(slack.PlainText("B"), "b")]

BUILT: list[slack.Block] = [
    slack.ActionsBlock([BUTTON, slack.StaticSelectMenu(action_id="s", options=OPTIONS, placeholder="x")]),
    slack.AlertBlock("x", level="error"),
    CARD,
    slack.CarouselBlock([CARD]),
    slack.ContainerBlock(
        [slack.DividerBlock()], title="x", subtitle="x", width="wide", icon=IMAGE, has_header_divider=True
    ),
    slack.ContextBlock([slack.Text("x"), IMAGE]),
    slack.ContextActionsBlock([FEEDBACK, slack.IconButton("x", action_id="i")]),
    slack.DataTableBlock([[slack.RawText("x")], [slack.RawNumber(1.5, "1.5")], [RICH]], caption="x", page_size=100),
    slack.DataVisualizationBlock("x", slack.PieChart([slack.ChartSegment("x", 1)])),
    slack.DataVisualizationBlock("x", slack.BarChart(SERIES, AXES)),
    slack.DataVisualizationBlock("x", slack.AreaChart(SERIES, AXES)),
    slack.DataVisualizationBlock("x", slack.LineChart(SERIES, AXES)),
    slack.DividerBlock(),
    slack.FileBlock(external_id="x"),
    slack.HeaderBlock("x"),
    slack.ImageBlock(image_url="https://example.com/a.png", alt_text="x", title="x"),
    slack.InputBlock(label="x", element=slack.PlainTextInput(action_id="p", multiline=True), hint="x", optional=True),
    slack.MarkdownBlock("**x**"),
    slack.PlanBlock("x", [TASK]),
    RICH,
    slack.SectionBlock("x", fields=["x", slack.Text("x")], accessory=BUTTON),
    slack.TableBlock([[slack.RawText("x"), LINE]], [slack.ColumnSettings("right", is_wrapped=True)]),
    TASK,
    slack.VideoBlock(alt_text="x", thumbnail_url="https://a.b", title="x", video_url="https://a.b", author_name="x"),
]


def test_every_block_is_built() -> None:
    assert {block.type for block in BUILT} == set(BlockType)


@pytest.mark.parametrize("block", BUILT, ids=lambda block: block.type.value)
def test_a_block_passes(block: slack.Block) -> None:
    surface: Surface = "modal" if block.type is BlockType.ALERT else "message"
    assert blocks([json.loads(repr(block))], surface=surface) == []


def test_a_message_and_views_pass() -> None:
    built = [slack.HeaderBlock("x"), slack.SectionBlock("x")]
    assert message(slack.Message(channel="#general", text="x", blocks=built).to_dict()) is None
    assert view(slack.HomeTabView(blocks=built, callback_id="home").to_dict()) is None
    assert view(slack.ModalView(title="x", blocks=built, submit="x", close="x", notify_on_close=True).to_dict()) is None
