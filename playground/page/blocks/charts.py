"""Charts: `data_visualization`, drawn by ECharts."""

from typing import Any

from nicegui import ui

from playground.page.parts import part
from playground.page.stage import Json, Stage

COLORS = ["#3d7ea6", "#d9822b", "#4f9a6b", "#a8577e", "#8a8d2e", "#7a6bb5"]
"""Six that can be told apart by most eyes, on light and on dark; names stand beside them all the same."""

FONT = "system-ui, sans-serif"
"""Said in full, as ECharts measures words by it."""

FEW = 5
"""So many names below a chart stand there all, in lines; of more, some are left out where there is no room."""

ROOM = 280
"""How much of it there is for them on a phone, in pixels."""

INK = "#8a8591"
"""The colour of words in a chart: readable on light and on dark."""


def data_visualization(block: Json, _stage: Stage) -> None:
    """A pie, or bars, lines or areas, under a title."""
    with part("figure", "chart", role="img", aria_label=told(block)):
        part("figcaption", "chart-title", block.get("title", ""))
        ui.echart(options(block.get("chart", {})), renderer="svg").classes("chart-drawing")


def options(chart: Json) -> dict[str, Any]:
    """Return a chart as ECharts wants it described."""
    common = {"color": COLORS, "textStyle": {"color": INK, "fontFamily": FONT}, "animation": False}
    if chart.get("type") == "pie":
        return {**common, "tooltip": {"trigger": "item"}, "series": [_pie(chart)]}
    axis = chart.get("axis_config", {})
    names = list(axis.get("categories", ()))
    in_lines = {"interval": 0, "width": ROOM // len(names), "overflow": "break"} if 0 < len(names) <= FEW else {}
    series = [_series(chart, each) for each in chart.get("series", ())]
    return {
        **common,
        "tooltip": {"trigger": "axis"},
        "legend": {"show": len(series) > 1, "top": 0, "textStyle": {"color": INK}},
        "grid": {
            "left": 8,
            "right": 16,
            "top": 40 if len(series) > 1 else 16,
            "bottom": 28 if axis.get("x_label") else 8,
            "containLabel": True,
        },
        "xAxis": {"type": "category", "data": names, "name": axis.get("x_label", "")}
        | {"nameLocation": "middle", "nameGap": 28, "axisLabel": {"color": INK, **in_lines}},
        "yAxis": {"type": "value", "name": axis.get("y_label", ""), "axisLabel": {"color": INK}}
        | {"splitLine": {"lineStyle": {"opacity": 0.25}}},
        "series": series,
    }


def told(block: Json) -> str:
    """Return a chart in words, for who cannot see it."""
    chart = block.get("chart", {})
    if chart.get("type") == "pie":
        values = _points(chart.get("segments", ()))
    else:
        series = chart.get("series", ())
        values = "; ".join(f"{each.get('name', '')}: {_points(each.get('data', ()))}" for each in series)
    return f"{chart.get('type', '')} chart, {block.get('title', '')}: {values}"


def _points(points: Any) -> str:
    """Return labelled values in words."""
    return ", ".join(f"{each.get('label')} {each.get('value')}" for each in points)


def _pie(chart: Json) -> dict[str, Any]:
    """Return a pie."""
    data = [{"name": each.get("label"), "value": each.get("value")} for each in chart.get("segments", ())]
    label = {"color": INK, "formatter": "{b}: {d}%"}
    return {"type": "pie", "radius": ["35%", "70%"], "data": data, "label": label}


def _series(chart: Json, series: Json) -> dict[str, Any]:
    """Return a row of bars, a line, or an area, its values in the order of the axis."""
    by_label = {each.get("label"): each.get("value") for each in series.get("data", ())}
    labels = chart.get("axis_config", {}).get("categories") or list(by_label)
    kind = {"area": "line"}.get(chart.get("type", ""), chart.get("type", "bar"))
    filled = {"areaStyle": {"opacity": 0.25}} if chart.get("type") == "area" else {}
    return {"type": kind, "name": series.get("name", ""), "data": [by_label.get(each) for each in labels], **filled}
