"""The documentation says what the code does."""

import re
from pathlib import Path

from segmentation.models import activity, lifecycle, rfm, value_group
from segmentation.models.rfm import Rule

ROOT = Path(__file__).parents[1]
SEGMENTS = (ROOT / "docs" / "segments.md").read_text(encoding="utf-8")


def test_the_documented_rfm_table_is_the_one_in_force() -> None:
    rows = [f"| {rule.segment.en} | {rule.segment.zh} | {_scores(rule)} |" for rule in rfm.RULES]
    assert re.findall(r"^\|.*\| [1-5](?:–5|–[1-4])? \|$", SEGMENTS, re.MULTILINE) == rows


def test_every_segment_is_documented_with_its_chinese_name() -> None:
    for segment in (*activity.SEGMENTS, *lifecycle.SEGMENTS):
        assert f"| **{segment.en}** | {segment.zh} |" in SEGMENTS
    for tier in value_group.SEGMENTS:
        assert f"| **{tier.en}**" in SEGMENTS


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def _scores(rule: Rule) -> str:
    """Return the ranges of a rule as the documentation writes them."""
    return " | ".join(str(low) if low == high else f"{low}–{high}" for low, high in (rule.r, rule.f, rule.m))
