"""Charts: the block `data_visualization`.

Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block, read in November 2026; it says 12
segments and series where an earlier version said 6. Not every workspace may have the later size yet, so 6 it is here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playground.limits.complaint import Complaint
from playground.limits.rules import distinct, keeping
from playground.limits.shapes import listing, number, shape, string, typed, union
from playground.limits.texts import NAME

LABEL: Final = string(least=1, most=20)
AXIS_LABEL: Final = string(most=50)
SEGMENT: Final = shape({"label": LABEL, "value": number(above=0)})
POINT: Final = shape({"label": LABEL, "value": number()})
SERIES: Final = shape({"name": LABEL, "data": listing(POINT, least=1, most=20)})
AXES: Final = shape({"categories": listing(LABEL, least=1, most=20)}, x_label=AXIS_LABEL, y_label=AXIS_LABEL)


def one_point_for_each_category(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    """Want every series to have exactly the points that the axis names."""
    categories = sorted(value["axis_config"]["categories"])
    for place, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield Complaint(f"{where}/series/{place}/data", "must have one data point for each category")


PIE: Final = typed({"segments": listing(SEGMENT, least=1, most=6)})
AXIS_CHART: Final = keeping(
    typed({"series": listing(SERIES, least=1, most=6), "axis_config": AXES}),
    distinct("series", "name"),
    one_point_for_each_category,
)

DATA_VISUALIZATION: Final = typed(
    {
        "title": string(least=1, most=50),
        "chart": union({"pie": PIE, "bar": AXIS_CHART, "area": AXIS_CHART, "line": AXIS_CHART}),
    },
    block_id=NAME,
)
