"""The rules: each a file with one function; to add one, a file here, a line in `RULES`, an entry in the catalogue."""

from segmentation.rule import Rule
from segmentation.rules.bz_entered import bz_entered
from segmentation.rules.growth_crossing import growth_crossing
from segmentation.rules.important_date import important_date
from segmentation.rules.new_high_value import new_high_value
from segmentation.rules.vip_back import vip_back
from segmentation.rules.vip_slipping import vip_slipping
from segmentation.rules.vip_stage_worse import vip_stage_worse
from segmentation.rules.vip_unowned import vip_unowned

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        vip_slipping,
        growth_crossing,
        vip_stage_worse,
        vip_unowned,
        vip_back,
        new_high_value,
        bz_entered,
        important_date,
    )
}
"""Every rule by its name, in the order in which they are explained and judged: earlier ones tell for later ones."""
