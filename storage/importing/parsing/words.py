"""Words with a fixed meaning: yes and no, open and closed, roles, languages."""

import numpy as np
import pyarrow as pa

from storage.importing.columns import fold
from storage.importing.parsing.text import text


def _words(listed: str) -> frozenset[str]:
    """Return words written with spaces between them."""
    return frozenset(listed.split())


YES = _words(
    "true yes y 1 t x on ja si oui refund refunded cancelled canceled cancellation return returned c "
    "是 真 对 已取消 取消 已退款 退款 已退货 退货 作废 已作废"
)
CLOSED = _words(
    "closed inactive close shut shutdown terminated lost churned dissolved bankrupt liquidated archived disabled "
    "ceased deregistered deleted outofbusiness blocked false no n 0 "
    "已关闭 关闭 停业 已停业 歇业 倒闭 注销 已注销 吊销 停用 失效 无效 流失 已流失 终止 已终止 冻结 否"
)
TOTALS = _words("total totals grandtotal subtotal 合计 总计 小计 本页合计 本页小计 总合计")
INACTIVE = CLOSED | _words("left resigned former terminated 离职 已离职")
ROLES = {
    "admin": "admin administrator owner superuser 管理员 系统管理员",
    "manager": "manager salesmanager director headofsales head vp vicepresident 经理 销售经理 总监 销售总监 主任",
    "lead": "lead teamlead teamleader supervisor 组长 主管 销售主管 团队负责人",
}
LANGUAGES = {
    "zh": "zh zhcn zhhans zhhanscn zhtw zhhk zhhant chinese mandarin simplifiedchinese 中文 汉语 简体中文 普通话",
    "en": "en enus engb english british american 英语 英文",
}


def truths(column: pa.Array, words: frozenset[str] = YES) -> np.ndarray:
    """Return which values are true or one of `words` (bool); nothing is not."""
    distinct = text(column).dictionary_encode()
    known = np.array(
        [value is not None and fold(value) in words for value in distinct.dictionary.to_pylist()] or [False]
    )
    indices = distinct.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.asarray(known[indices] & (indices >= 0))


def role(title: str | None) -> str:
    """Return the role a word or job title stands for; without one, a salesperson."""
    folded = fold(title or "")
    for name, words in ROLES.items():
        if folded in words.split():
            return name
    return "manager" if "manager" in folded and "account" not in folded else "salesperson"


def language(name: str | None) -> str | None:
    """Return the code of a language the product speaks, None for others."""
    folded = fold(name or "")
    return next((code for code, names in LANGUAGES.items() if folded in names), None)
