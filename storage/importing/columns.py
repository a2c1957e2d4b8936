"""Recognising columns by their usual names in English and Chinese, or by what the user says they are.

A field is added by listing it with its usual names, the likeliest first: written in lower case, letters and digits
only. Where a file has several columns that could be a field, the name listed first wins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from storage.importing.outcome import Unreadable

Fields = Mapping[str, str]
"""Usual names of each field, separated by spaces."""

VISITS: Fields = {
    "customer": (
        "customerid customercode customernumber customerno customerkey custid custno clientid clientcode clientno "
        "accountid accountcode accountnumber accountno resellerid resellerkey memberid memberno guestid companyid "
        "customer client account member guest company reseller customername clientname accountname companyname "
        "membername guestname soldto soldtoparty soldtopt contactname contact accountref accountreference "
        "associatedcompany organization organisation partner buyerusername buyername buyer billingname 客户id 客户编号 "
        "客户编码 客户代码 客户号 会员id 会员编号 会员号 会员卡号 顾客编号 客户 会员 顾客 客人 客户名称 客户名 "
        "顾客姓名 客户姓名 会员姓名 单位名称 公司名称 客户全称 客户全名 购货单位 往来单位 购买方 购买方名称 买家 "
        "买家姓名 买家名称 买家昵称 买家会员名"
    ),
    "date": (
        "date day visitdate visitday orderdate invoicedate transactiondate salesdate saledate purchasedate "
        "receiptdate documentdate billingdate closedate closingdate posteddate postingdate bookingdate businessdate "
        "timestamp datetime visittime visitedat ordertime invoicetime transactiontime orderedat createdat createdon "
        "createddate created time 日期 消费日期 订单日期 下单日期 交易日期 到店日期 来店日期 营业日期 开票日期 "
        "发票日期 销售日期 业务日期 单据日期 制单日期 开单日期 出库日期 成交日期 签约日期 记账日期 时间 消费时间 "
        "订单时间 下单时间 交易时间 到店时间 付款时间 支付时间 成交时间 结账时间 提交时间 订单提交时间 创建时间"
    ),
    "amount": (
        "amount netamount totalamount amountnet orderamount invoiceamount salesamount saleamount transactionamount "
        "paidamount amountpaid netsales sales nettotal total ordertotal ordertotalamount invoicetotal grandtotal "
        "totalprice subtotal totaldue netvalue spend spent revenue turnover value net sum amt 金额 消费金额 订单金额 "
        "交易金额 实收金额 实付金额 实收 实付 支付金额 付款金额 销售金额 销售额 成交金额 总金额 合计金额 合计 总计 "
        "消费 消费额 总价 总额 价税合计 含税金额 本币金额 应收金额 订单总额 订单实付金额 商品实付金额 实付款 "
        "买家实际支付金额 收入"
    ),
    "line_amount": (
        "linetotal linetotalamount lineamount linenetamount lineitemtotal extendedprice extendedamount extprice "
        "行金额 行合计"
    ),
    "price": "unitprice price priceeach priceperunit itemprice lineitemprice 单价 销售单价 商品单价 商品价格",
    "quantity": (
        "quantity qty quantityordered quantitysold orderqty orderquantity itemquantity lineitemquantity 数量 销售数量 "
        "商品数量 购买数量 商品件数 件数"
    ),
    "source_id": (
        "invoice invoiceid invoiceno invoicenumber orderid orderno ordernumber salesorderid salesordernumber "
        "order salesdoc receiptid receiptno receiptnumber receipt transactionid transactionno transactionnumber "
        "transaction visitid visitno billno billid billnumber bill ticketid ticketno ticket documentno "
        "documentnumber documentid billingdocument salesdocument voucherno reference sourceid rowid id "
        "订单号 订单编号 订单id 单号 单据号 单据编号 小票号 发票号 发票号码 发票编号 交易号 交易编号 流水号 账单号 "
        "凭证号 编号"
    ),
    "cost": "cost costtoserve servicecost servicecosts supportcost 服务成本 服务费用 费用 成本",
    "margin": "margin grossmargin grossprofit profit contribution contributionmargin 毛利 毛利润 毛利额 利润",
    "discount": "discount discountamount rebate discounts 折扣 折扣金额 优惠 优惠金额 折让",
    "channel": "channel saleschannel orderchannel store shop branch outlet 渠道 销售渠道 门店 店铺 分店",
    "currency": "currency currencycode ordercurrency transactioncurrency amountcurrency 币种 币别 货币",
    "refund": (
        "iscancellation cancellation isrefund refund refunded isreturn return returned returns iscreditnote "
        "creditnote isreversal 退款 是否退款 退货 是否退货 已退款 冲红"
    ),
    "kind": (
        "transactiontype documenttype invoicetype ordertype saletype recordtype doctype type 单据类型 业务类型 "
        "交易类型 订单类型 发票类型 销售类型 单据性质 红蓝标识 红蓝字 类型"
    ),
    "refunded": (
        "refundedamount amountrefunded refundamount orderrefundamount totalrefunded refundedtotal partialrefunds "
        "refunds 退款金额 已退款金额 退款总额 退款额"
    ),
    "status": (
        "orderstatus invoicestatus transactionstatus salesstatus receiptstatus status financialstatus paymentstatus "
        "dealstage opportunitystage stage 订单状态 单据状态 交易状态 账单状态 状态 支付状态 付款状态 销售阶段 "
        "商机阶段"
    ),
    "cancelled": (
        "iscancelled iscanceled cancelled canceled cancelledat canceledat isvoid voided voidedat 取消 是否取消 已取消 "
        "取消时间 作废 是否作废 已作废 作废时间"
    ),
}

CUSTOMERS: Fields = {
    "source_id": (
        "customerid customercode customernumber customerno customerkey custid custno clientid clientcode clientno "
        "accountid accountcode accountnumber accountno resellerid resellerkey memberid memberno companyid "
        "squarecustomerid recordid sourceid id code 客户id 客户编号 客户编码 客户代码 客户号 会员id 会员编号 会员号 "
        "会员卡号 顾客编号 编号 代码"
    ),
    "name": (
        "name customername clientname accountname companyname company customer client account resellername reseller "
        "storename shopname businessname organization organisation organizationname organisationname fullname "
        "displayname membername legalname 客户名称 客户名 名称 公司名称 公司 企业名称 单位名称 单位 客户 客户姓名 "
        "会员姓名 顾客姓名 会员 姓名 店名 客户全称 客户全名 购货单位 往来单位 会员昵称 客户昵称 昵称 contactname"
    ),
    "first_name": "firstname givenname forename",
    "last_name": "lastname surname familyname",
    "owner": (
        "ownerid owneremail owner ownername salespersonid salespersonemail salesperson salespersonname salesrepid "
        "salesrep representative accountmanagerid accountmanageremail accountmanager accountowner "
        "accountexecutive companyowner contactowner assignedto managedby sellerid seller employeeid "
        "负责人 负责人编号 归属人 销售 销售员 销售人员 业务员 业务员编号 业务经理 客户经理 跟进人 所有者 归属销售 "
        "销售代表 分管业务员 专营业务员 所属业务员"
    ),
    "status": "status customerstatus accountstatus isactive active closed isclosed 状态 客户状态 经营状态 启用状态",
    "region": (
        "region salesregion area territory salesterritory territoryname 区域 大区 地区 片区 销售区域 所属地区 所属区域"
    ),
    "city": "city town customercity billingcity shippingcity mailingcity 城市 所在城市 市",
    "country": (
        "country countryname countryregionname englishcountryregionname countryregion countrycode "
        "billingcountry shippingcountry mailingcountry nation 国家 国家地区"
    ),
    "industry": "industry sector businesstype branch vertical 行业 所属行业 业态 类型 客户类型",
    "email": "email emailaddress mail contactemail 邮箱 电子邮箱 邮件 电子邮件",
    "phone": (
        "phone phonenumber telephone telephonenumber tel mobile mobilephone mobilenumber cellphone contactphone "
        "电话 电话号码 联系电话 手机 手机号 手机号码 联系方式"
    ),
    "birthday": "birthday birthdate dateofbirth dob bornon 生日 出生日期 客户生日 会员生日",
    "anniversary": (
        "anniversary anniversarydate weddinganniversary companyanniversary foundingdate dateoffoundation 纪念日 周年 "
        "周年纪念日 结婚纪念日 店庆 店庆日 成立日期"
    ),
    "alias": ("alias aliases aka alsoknownas shortname abbreviation othernames nickname 别名 简称 曾用名 客户简称"),
}

PEOPLE: Fields = {
    "source_id": (
        "personid employeeid employeeno employeenumber staffid staffno userid salespersonid salesrepid ownerid "
        "sourceid id code 员工编号 工号 员工id 员工号 人员编号 编号 业务员编号 负责人编号"
    ),
    "name": (
        "name fullname displayname employeename personname salesperson salespersonname salesrep ownername "
        "username owner employee 姓名 名字 员工姓名 业务员 销售 销售员 负责人 名称"
    ),
    "first_name": "firstname givenname forename 名",
    "last_name": "lastname surname familyname 姓",
    "email": "email emailaddress mail workemail 邮箱 电子邮箱 邮件 电子邮件",
    "slack_id": "slackid slackuserid slackuser slackmemberid slack",
    "role": "role userrole position 角色 职务 岗位 权限",
    "manager": (
        "managerid manageremail manager managername supervisor reportsto teamlead 上级 主管 经理 直属上级 上级编号 领导"
    ),
    "time_zone": "timezone tz 时区",
    "language": "language locale lang preferredlanguage 语言",
    "territory": (
        "territory territories territoryname salesterritory salesterritories salesregion region regions area "
        "负责区域 负责地区 辖区 销售区域 区域 大区 地区 片区"
    ),
    "team": "team teamname salesteam teams squad department 团队 销售团队 小组 销售组 部门",
    "active": "active isactive enabled status employmentstatus 在职 是否在职 状态 启用",
}


@dataclass(frozen=True)
class Taken:
    """Which columns each field is read from (several are joined by a space), and the columns left over."""

    fields: Mapping[str, tuple[str, ...]]
    rest: tuple[str, ...]

    def shown(self) -> dict[str, str]:
        """Return each field's columns as the user would write them."""
        return {field: "+".join(columns) for field, columns in self.fields.items()}


def recognise(
    columns: Sequence[str], fields: Fields, mapping: Mapping[str, str], *, needed: Sequence[tuple[str, ...]]
) -> Taken:
    """Return what each column is taken as: what `mapping` says, then what its name says.

    Args:
        columns: the names in the file.
        fields: what is looked for.
        mapping: field to column, several joined by `+`; an empty column leaves the field out.
        needed: groups of fields of which at least one must be found.

    Raises:
        Unreadable: the mapping names an unknown field or column, or a needed field is not found.
    """
    taken = {field: _mapped(field, wanted, columns, fields) for field, wanted in mapping.items()}
    folded: dict[str, str] = {}
    for named in (fold, _fold_without_unit):
        for column in columns:
            folded.setdefault(named(column), column)
    used = {column for mapped in taken.values() for column in mapped}
    for field, names in fields.items():
        found = next((folded[name] for name in names.split() if name in folded and folded[name] not in used), None)
        if field not in taken and found is not None:
            taken[field] = (found,)
            used.add(found)
    taken = {field: columns_of for field, columns_of in taken.items() if columns_of}
    _require(taken, needed, columns)
    rest = tuple(column for column in columns if column not in used)
    return Taken({field: taken[field] for field in fields if field in taken}, rest)


SIMPLIFIED = str.maketrans(
    "戶額單訂編號會員稱電話郵負責業務區國狀態類類時間費實總計價數銷門鋪發開貨買賣經顧聯絡歸屬級職團隊別櫃營樓臺點關閉"
    "註銷復雙約據應項匯轉錄賬廢沖紅藍幣種產廠規結帳簡曾稱紀週慶齡權語語專員陳創辦選",
    "户额单订编号会员称电话邮负责业务区国状态类类时间费实总计价数销门铺发开货买卖经顾联络归属级职团队别柜营楼台点关闭"
    "注销复双约据应项汇转录账废冲红蓝币种产厂规结账简曾称纪周庆龄权语语专员陈创办选",
)
"""The characters of Taiwan and Hong Kong that the names of columns and words of state are made of."""


def fold(name: str) -> str:
    """Return the letters and digits of a column name, in lower case, half width and simplified characters."""
    plain = normalize("NFKC", name).casefold().translate(SIMPLIFIED)
    return "".join(sign for sign in plain if sign.isalnum())


def _fold_without_unit(name: str) -> str:
    """Return a folded column name without what stands in brackets: Amount (USD), 金额（元）."""
    return fold(re.sub(r"\(.*?\)|\[.*?\]", "", normalize("NFKC", name)))


def _mapped(field: str, wanted: str, columns: Sequence[str], fields: Fields) -> tuple[str, ...]:
    """Return the columns that the user gave for a field."""
    if field not in fields:
        raise Unreadable(f"There is no field “{field}” to map; there are {', '.join(fields)}.")
    if wanted in columns:
        return (wanted,)
    return tuple(_column(name.strip(), columns) for name in wanted.split("+") if name.strip())


def _column(wanted: str, columns: Sequence[str]) -> str:
    """Return the column of that name, its case and spacing aside."""
    alike = [column for column in columns if column == wanted] or [c for c in columns if fold(c) == fold(wanted)]
    if len(alike) != 1:
        raise Unreadable(f"There is no column “{wanted}”; the file has {', '.join(columns)}.")
    return alike[0]


def _require(taken: Mapping[str, object], needed: Sequence[tuple[str, ...]], columns: Sequence[str]) -> None:
    """Refuse a file in which a needed field is not found, telling how to say where it is."""
    missing = [group for group in needed if not any(field in taken for field in group)]
    if missing:
        wanted = " and ".join(" or ".join(group) for group in missing)
        raise Unreadable(
            f"No column looks like the {wanted}: say which with --map {missing[0][0]}=COLUMN; "
            f"the file has {', '.join(columns)}."
        )
