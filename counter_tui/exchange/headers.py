"""What shops call the columns of their lists, in Chinese and in English."""

from __future__ import annotations

from counter_tui.i18n import N_


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


# Traditional headers are simplified before they are looked up. Where two columns mean the same, the one whose name
# stands first is taken: 实付 is the price even beside 金额.
HEADERS: dict[str, tuple[str, ...]] = {
    "name": _split(
        "姓名, 客户姓名, 客户, 顾客, 顾客姓名, 会员姓名, 客人, 客人姓名, 名字, 客户名称, 联系人, 会员名称, 会员名, "
        "顾客名称, 收货人, 收件人, 购买人, 买家, 备注名, 微信昵称, 昵称, 会员, name, customer, customer name, "
        "full name, client, client name, contact name, contact person"
    ),
    "phone": _split(
        "手机, 手机号, 手机号码, 电话, 电话号码, 联系电话, 联系方式, 移动电话, 联络电话, 联络方式, 客户电话, "
        "顾客电话, 会员手机, 收货电话, 收货人电话, 收件电话, mobile, phone, phone number, mobile number, tel, "
        "telephone, contact, contact number, contact no, mobile no, phone no, hp, cell, "
        "手提电话, 手提"
    ),
    "phone2": _split(
        "手机2, 电话2, 备用电话, 第二电话, 其他电话, 固定电话, 座机, 家庭电话, other phone, phone 2, mobile 2, "
        "second phone, home phone, alternate phone, landline, whatsapp, whatsapp no, whatsapp number"
    ),
    "sex": _split("性别, sex, gender, 称呼, title, salutation"),
    "birthday": _split(
        "生日, 出生日期, 出生年月日, 阳历生日, 公历生日, 新历生日, 国历生日, birthday, date of birth, dob, "
        "birth date, birthdate"
    ),
    "lunar_birthday": _split("农历生日, 阴历生日, 旧历生日, 生日农历, 生日(农历), lunar birthday, chinese birthday"),
    "anniversary": _split(
        "结婚纪念日, 纪念日, 结婚日期, 结婚日, anniversary, wedding anniversary, wedding date, wedding day"
    ),
    "sale_date": _split(
        "购买日期, 销售日期, 购买时间, 成交日期, 购货日期, 消费日期, 开单日期, 交易日期, 成交日, 销售时间, "
        "成交时间, 交易时间, 消费时间, 开票日期, 单据日期, 业务日期, 订单日期, 下单时间, 付款时间, 日期, "
        "purchase date, sales date, order date, transaction date, date of purchase, sale date, date sold, sold on, "
        "invoice date, date, purchased on, bought on"
    ),
    "invoice": _split(
        "发票号, 发票号码, 单号, 销售单号, 小票号, 票号, 订单号, 单据号, invoice, invoice no, invoice number, "
        "receipt, receipt no, order no, bill no"
    ),
    "clerk": _split(
        "导购, 营业员, 销售, 店员, 销售员, 导购员, 经手人, 销售顾问, 接待人, clerk, sales, salesperson, served by, "
        "staff, sold by, sales person"
    ),
    "style": _split(
        "款号, 货号, 款式编号, 商品编码, 条码, 条码号, 商品编号, 饰品编号, 款式号, style, style no, style number, "
        "item no, item code, sku, model, product code, barcode"
    ),
    "piece": _split(
        "品名, 商品名称, 货品名称, 产品名称, 商品, 货品, 产品, 名称, 饰品名称, piece, item, description, product, "
        "item description, product name, item name, jewellery"
    ),
    "kind": _split(
        "类别, 品类, 种类, 大类, 商品类别, 饰品类别, kind, category, type, item type, product type, "
        "jewellery type, jewelry type"
    ),
    "metal": _split(
        "成色, 材质, 金属, 材料, 含金量, 质地, 金料, metal, metal type, fineness, purity, material, gold type, "
        "karat, carat gold"
    ),
    "weight": _split(
        "克重, 重量, 金重, 净重, 总重, 净金重, 金重量, weight, gold weight, net weight, weight g, grams, "
        "gross weight, gram weight"
    ),
    "stone": _split(
        "主石, 宝石, 石料, 主石名称, 镶嵌, 宝石名称, 石头, stone, stone type, main stone, gem, gemstone, "
        "centre stone, center stone"
    ),
    "carat": _split(
        "石重, 主石重, 克拉, 钻重, 钻石重, 钻石重量, 宝石重, 宝石重量, 主石重量, 克拉重量, carat, carats, ct, cts, "
        "carat weight, stone weight, diamond weight"
    ),
    "cert": _split(
        "证书号, 证书编号, 鉴定证书, 证书, 证书号码, 鉴定证书号, certificate, certificate no, cert, cert no, "
        "certificate number, report no"
    ),
    "lab": _split(
        "检测机构, 鉴定机构, 证书机构, 发证机构, 检验机构, 检测单位, lab, laboratory, grading lab, "
        "certificate lab, certified by"
    ),
    "ring": _split(
        "手寸, 圈口, 圈号, 指圈, 手寸号, 戒指尺寸, 戒圈, 指围, 尺寸, 港度, ring size, size, finger size, ring"
    ),
    "engraving": _split("刻字, 刻字内容, 字印内容, engraving, engraved, inscription"),
    "gold_price": _split(
        "金价, 当日金价, 今日金价, 金价(元/克), 克价, 基础金价, gold price, gold rate, price per gram, rate, "
        "gold price per g"
    ),
    "labour": _split(
        "工费, 手工费, 加工费, 工价, 手工, labour, labor, workmanship, making charge, labour charge, craft fee"
    ),
    "price": _split(
        "实付, 实付金额, 实收, 实收金额, 成交价, 成交金额, 实付款, 金额, 总价, 售价, 价格, 销售额, 销售金额, "
        "总金额, 消费金额, 折后价, 折后金额, 实售价, 实售金额, 实际售价, 结算金额, 付款金额, 支付金额, 合计金额, "
        "应收, paid, amount paid, total paid, amount, total, price, net price, sales amount, value"
    ),
    "gift": _split(
        "礼物, 是否送礼, 赠礼, 送礼, 是否礼物, 是否赠礼, gift, is a gift, is gift, a gift, bought as a gift, as a gift"
    ),
    "address": _split("地址, 家庭地址, 联系地址, 住址, 通讯地址, 联络地址, address, home address"),
    "route": _split("路线, 怎么走, 到达方式, how to find it, directions, route"),
    "occupation": _split("职业, 工作, 单位, 工作单位, occupation, job, profession"),
    "allergies": _split("过敏, 过敏史, 过敏信息, 过敏情况, allergies, allergy"),
    "best_hours": _split("方便时段, 方便时间, 方便联系时间, 最佳联系时间, best hours, best time to call"),
    "offers": _split(
        "新品和优惠, 愿意收新品和优惠, 是否接收优惠, news and offers, wants news and offers, marketing consent"
    ),
    "wechat": _split("微信, 微信号, wechat, wechat id, weixin"),
    "email": _split("邮箱, 电子邮箱, 电子邮件, 电邮, email, e-mail, email address, mail"),
    "member": _split(
        "会员号, 会员卡号, 卡号, 会员编号, 客户编号, vip号, vip卡号, member no, member number, membership no, "
        "card no, customer no, customer id, vip no"
    ),
    "note": _split("备注, 说明, 附注, 备注说明, note, notes, remark, remarks, comment, comments, memo"),
    "surname": _split("姓, 姓氏, surname, last name, family name"),
    "given": _split("名, first name, given name, forename"),
    "quantity": _split(
        "数量, 件数, 购买数量, 销售数量, 购买件数, 销售件数, quantity, qty, pcs, pieces, number of pieces, units"
    ),
    "status": _split(
        "状态, 订单状态, 销售状态, 交易状态, 单据状态, 单据类型, 交易类型, 业务类型, 销售类型, status, order status, "
        "sale status, sales status, transaction type, transaction status"
    ),
}

ONLY_WHOLE = ("姓", "名", "会员")
"""Names that say nothing at the end of a longer one: 款名, 是否会员."""

COUNTED = {"en": ("No.", "ID", "Sale ID"), "zh_CN": ("序号", "编号", "购买编号")}
"""How this program's own lists begin: the row's number, the customer's and the sale's."""
OWN_NUMBERS = ("own_customer", "own_sale")
"""What the last two of these hold."""

LABELS: dict[str, str] = {
    "name": N_("name"),
    "phone": N_("phone"),
    "phone2": N_("second phone"),
    "sex": N_("sex or form of address"),
    "birthday": N_("birthday"),
    "lunar_birthday": N_("lunar birthday"),
    "anniversary": N_("wedding anniversary"),
    "sale_date": N_("date of purchase"),
    "invoice": N_("invoice number"),
    "clerk": N_("clerk"),
    "style": N_("style number"),
    "piece": N_("name of the piece"),
    "kind": N_("kind of piece"),
    "metal": N_("metal and fineness"),
    "weight": N_("weight in grams"),
    "stone": N_("main stone"),
    "carat": N_("carats"),
    "cert": N_("certificate number"),
    "lab": N_("laboratory"),
    "ring": N_("ring size"),
    "engraving": N_("engraving"),
    "gold_price": N_("gold price"),
    "labour": N_("labour"),
    "price": N_("price"),
    "gift": N_("bought as a gift"),
    "address": N_("address"),
    "route": N_("how to find the address"),
    "occupation": N_("occupation"),
    "allergies": N_("allergies"),
    "best_hours": N_("best hours"),
    "offers": N_("wants news and offers"),
    "wechat": N_("WeChat"),
    "email": N_("e-mail"),
    "member": N_("member number"),
    "note": N_("note"),
    "surname": N_("surname"),
    "given": N_("given name"),
    "quantity": N_("number of pieces"),
    "status": N_("sold or returned"),
    "own_customer": N_("the customer's number here"),
    "own_sale": N_("the sale's number here"),
}

# Counted or counted up, of no use to a customer's file: known, so that nobody is asked about them.
IGNORED = _split(
    "序号, 编号, no, no., #, s/n, 年龄, age, 积分, points, 行号, id, "
    "折扣, 折扣率, discount, 成本, 成本价, 进价, cost, cost price"
)
