"""Small valid parts to build blocks and views of; every one of them is the least that Slack takes."""

from typing import Any

Part = dict[str, Any]


def plain(text: str = "x") -> Part:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Part:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Part:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "x", **more: Any) -> Part:
    return {"type": "button", "text": plain(text), **more}


def option(text: str = "x", value: str = "v", **more: Any) -> Part:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Part]:
    return [option(value=str(number)) for number in range(count)]


def actions(*elements: Part) -> Part:
    return {"type": "actions", "elements": list(elements)}


def asked(element: Part, **more: Any) -> Part:
    return {"type": "input", "label": plain(), "element": element, **more}


def select(**more: Any) -> Part:
    return {"type": "static_select", "options": options(2), **more}


def image(**more: Any) -> Part:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x", **more}


def confirm(**more: Any) -> Part:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **more}


def cell(text: str = "x") -> Part:
    return {"type": "raw_text", "text": text}


def table(rows: int = 1, columns: int = 1, **more: Any) -> Part:
    return {"type": "table", "rows": [[cell()] * columns for _ in range(rows)], **more}


def data_table(rows: int = 2, columns: int = 1, **more: Any) -> Part:
    return {"type": "data_table", "caption": "x", "rows": [[cell()] * columns for _ in range(rows)], **more}


def pie(segments: int = 1, label: str = "x", title: str = "x") -> Part:
    chart = {"type": "pie", "segments": [{"label": label, "value": 1}] * segments}
    return {"type": "data_visualization", "title": title, "chart": chart}


def bars(points: int = 1, series: int = 1, **axes: str) -> Part:
    categories = [str(number) for number in range(points)]
    data = [{"label": label, "value": -1.5} for label in categories]
    chart = {
        "type": "bar",
        "series": [{"name": str(number), "data": data} for number in range(series)],
        "axis_config": {"categories": categories, **axes},
    }
    return {"type": "data_visualization", "title": "x", "chart": chart}


def line(*parts: Part) -> Part:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


def modal(*blocks: Part, **more: Any) -> Part:
    return {"type": "modal", "title": plain(), "blocks": list(blocks), **more}


def home(*blocks: Part, **more: Any) -> Part:
    return {"type": "home", "blocks": list(blocks), **more}
