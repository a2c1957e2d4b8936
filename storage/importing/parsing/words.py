"""Words with a fixed meaning: yes and no, open and closed, roles, languages."""

import re
from unicodedata import normalize

import numpy as np
import pyarrow as pa

from storage.importing.columns import fold
from storage.importing.parsing.text import text


def _words(listed: str) -> frozenset[str]:
    """Return words written with spaces between them."""
    return frozenset(listed.split())


YES = _words(
    "true yes y 1 t x on ja si oui refund refunded cancelled canceled cancellation return returned c void voided "
    "是 真 对 已取消 取消 已退款 退款 已退货 退货 作废 已作废"
)
VOID = _words(
    "cancelled canceled cancel void voided refunded fullyrefunded failed declined rejected expired deleted returned "
    "wccancelled wcrefunded wcfailed closedlost lost "
    "输单 丢单 已取消 取消 订单取消 已作废 作废 已退款 全部退款 全额退款 退款成功 已退货 已撤单 "
    "撤单 交易关闭 交易取消 交易失败 支付失败"
)
"""What an order's status says when nothing has come of it."""

BACK = _words(
    "refund refunds refundreceipt customerrefund paymentrefund return returns salesreturn creditnote creditmemo "
    "salescreditnote salescreditmemo salescredit customercredit customercreditnote chargeback reversal "
    "退款 退款单 退货 退货单 销售退货 销售退货单 销售退款 退单 冲红 红冲 红字 红字发票 红字销售发票 贷项通知单"
)
"""What kind of row takes value away."""

CLOSED = _words(
    "closed inactive close shut shutdown terminated lost churned dissolved bankrupt liquidated archived disabled "
    "ceased deregistered deleted outofbusiness blocked false no n 0 "
    "已关闭 关闭 停业 已停业 歇业 倒闭 注销 已注销 吊销 停用 禁用 失效 无效 流失 已流失 终止 已终止 冻结 否"
)
TOTALS = _words("total totals grandtotal subtotal 合计 总计 小计 本页合计 本页小计 总合计")
INACTIVE = CLOSED | _words("left resigned former terminated 离职 已离职")

SEATS = _words(
    "of the for and senior regional national global international worldwide group sales north south east west "
    "northern southern eastern western central emea apac amer americas america latam dach nordics benelux europe asia "
    "africa pacific us usa uk eu china"
)
"""Words of a title that tell of what, not how much, somebody has to say."""

SEAT = re.compile("^(?:全国|区域|大区|(?:华[东南西北中]|[东西][南北]|[东南西北])(?:部|大?区)?)?(?:销售部?)?")
"""The same in Chinese, where it stands in front."""

ADMIN = _words("admin administrator systemadministrator sysadmin owner superuser 管理员 系统管理员")
"""Who decides for everybody; a Sales Administrator does not, so nothing is left out of these."""

ROLES = {
    "manager": _words(
        "manager salesmanager director salesdirector managingdirector generalmanager head headofsales vp vpsales "
        "svp evp vicepresident president chiefofficer chiefsalesofficer chiefrevenueofficer chiefexecutiveofficer ceo "
        "经理 总经理 总监 主任 总裁 副总裁"
    ),
    "lead": _words("lead saleslead teamlead leadteam salesteamlead teamleader leader supervisor 组长 主管 团队负责人"),
    "salesperson": _words(
        "salesperson salesman saleswoman salesrep rep representative salesrepresentative executive associate agent "
        "consultant seller accountmanager keyaccountmanager accountexecutive "
        "员 人员 代表 专员 顾问 业务员 业务代表 客户经理 大客户经理"
    ),
}
"""Titles, as wholes: an Office Manager is no manager of the sales team."""

LANGUAGES = {
    "zh": _words(
        "zh zhcn zhtw zhhk zhhans zhhant chinese mandarin simplifiedchinese traditionalchinese "
        "中文 汉语 普通话 简体中文 繁体中文 繁體中文"
    ),
    "en": _words("en enus engb eng english british american britishenglish americanenglish 英语 英文"),
}


def truths(column: pa.Array, words: frozenset[str] = YES) -> np.ndarray:
    """Return which values are true or one of `words` (bool); nothing is not."""
    distinct = text(column).dictionary_encode()
    known = np.array(
        [value is not None and fold(value) in words for value in distinct.dictionary.to_pylist()] or [False]
    )
    indices = distinct.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.asarray(known[indices] & (indices >= 0))


def role(title: str) -> str | None:
    """Return the role a word or job title stands for, whatever it is a role in; None for other titles."""
    if fold(title) in ADMIN:
        return "admin"
    parts = _parts(title)
    bare = "".join(SEAT.sub("", part, count=1) for part in parts if part not in SEATS)
    if parts and not bare:
        return "salesperson"
    return next((name for name, titles in ROLES.items() if bare in titles), None)


def language(name: str) -> str | None:
    """Return the code of a language the product speaks, by its whole name or the first part of it; None for others."""
    first = _parts(name)[:1]
    return next((code for code, names in LANGUAGES.items() if names.intersection({fold(name), *first})), None)


def _parts(written: str) -> list[str]:
    """Return the words of something, in lower case and half width."""
    return re.findall(r"[^\W_]+", normalize("NFKC", written).casefold())
