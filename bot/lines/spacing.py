"""Blanks around Chinese words that bind, as English ones have them: where they cannot be part of the names beside them.

What stands in quotes stays as it is.
"""

import re

_NAMED = r'(?<=[>"])\s*'
_APART = r"(?:^|(?<=[\s,、]))"
_WEEK = "个?(?:周|星期|礼拜)"
_MONTH = "个?月"
NAMED_DAY = rf"[今明][天日]|后天|[下本这]?{_WEEK}[一二三四五六日天末]|下(?:{_WEEK}|{_MONTH})|[下本这]?{_MONTH}[底末]"
_DAY = rf"(?=\s*(?:{NAMED_DAY}|\d))"
SPAN = r"(?:\d{1,3}|[一两三])\s*个?(?:天|周|星期|月)(?=$|[\s,，、])"
"""How long something is."""
_WAY = "金额|价值|数量|个数|地区|区域|辖区|负责区域"
_VERB = "查看|确认|批准|同意|拒绝|取消|撤销|更新|说明|结束"
_TO = "转交给|移交给|分配给|转给|交给|分给|给"
UNQUOTED = r'(?=(?:[^"]*"[^"]*")*[^"]*$)'

_TIGHT = tuple(
    (re.compile(tight + UNQUOTED), loose)
    for tight, loose in (
        (rf"^({_VERB})(?=#?\d)", r"\1 "),
        (rf'^(?:把|将(?=[\s<"]|(?![军来相才士]).*(?:{_TO})))\s*', ""),
        (r"\s*(因为|由于)\s*", r" \1 "),
        (rf"按({_WAY})", r" 按 \1 "),
        (rf"{_NAMED}({_TO}|的|在|由|从|到|至|按|平均|和|与|及)", r" \1 "),
        (rf'(平均)?({_TO}|由|按|和|与|及)(?=[<"]|id:)', r" \1 \2 "),
        (r"的(?=\s*(?:\d|客户|全部|所有|休眠|沉睡|区域外|错区))", " 的 "),
        (rf"{_APART}(从|自|直到|到|至){_DAY}", r" \1 "),
        (rf"(?<=[A-Za-z])(从|自|直到|到|至){_DAY}", r" \1 "),
        (rf"(?<=[一二三四五六日天末底周月号\d])(到|至){_DAY}", r" \1 "),
        (rf'({_TO})([^"]*?[一-鿿])(从|自)(?={NAMED_DAY}|\d+[年月-])', r"\1\2 \3 "),
        (r"(?<=\d)个(?=\S)", " 个 "),
    )
)


def apart(text: str) -> str:
    """Return a line with blanks around its Chinese words that bind."""
    for tight, loose in _TIGHT:
        text = tight.sub(loose, text)
    return text.strip()
