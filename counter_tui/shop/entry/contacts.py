"""Code lists of what a contact comes to: how it went, how a piece wears, signs that it may come back, complaints."""

from __future__ import annotations

from counter_tui.i18n import N_
from counter_tui.shop.entry.choices import Choice

EFFECTS = (
    Choice("good", N_("Well"), ("满意", "高兴", "good")),
    Choice("neutral", N_("So-so"), ("一般", "平淡", "neutral")),
    Choice("bad", N_("Badly"), ("不满", "不高兴", "bad")),
)

WEARS = (
    Choice("well", N_("Fits well"), ("合适", "很好", "好")),
    Choice("loose", N_("Too loose"), ("松", "偏松", "大")),
    Choice("tight", N_("Too tight"), ("紧", "偏紧", "小")),
    Choice("rough", N_("Catches or scratches"), ("刮", "勾", "扎")),
    Choice("not_worn", N_("Not worn yet"), ("没戴", "未佩戴")),
)

# Mission C11: none of these is a complaint yet; each asks for a kind call sooner.
SIGNS = (
    Choice("tone", N_("Sounded disappointed"), ("语气不对", "冷淡")),
    Choice("no_receipt", N_("“No receipt needed”"), ("不要发票", "不要单据")),
    Choice("not_worn", N_("Not worn yet"), ("没戴过", "还没戴")),
    Choice("not_liked", N_("The one it is for does not like it"), ("收礼人不喜欢", "not liked by whom it is for")),
    Choice("asks_exchange", N_("Asks about exchange or return"), ("问退换",)),
    Choice("cheaper_seen", N_("Has seen it cheaper"), ("看到更便宜",)),
    Choice("family_against", N_("The family is against it"), ("家人反对",)),
)

# facts.md §9
COMPLAINTS = (
    Choice("quality", N_("Quality: broken, bent, discoloured, stone lost"), ("质量", "断裂", "变形", "变色", "掉石")),
    Choice("weight", N_("Weight"), ("克重", "重量")),
    Choice("purity", N_("Purity or certificate"), ("成色", "真假", "证书")),
    Choice("fixed_price", N_("Fixed price not explained"), ("一口价",)),
    Choice("trade_in", N_("Trade-in fees not told"), ("换购扣费", "换购扣费没说清", "以旧换新")),
    Choice("repair", N_("Repair: charge, time, damage"), ("维修", "返修")),
    Choice("refund", N_("Refund or exchange refused"), ("退换", "退款")),
    Choice("price", N_("Price, discount, points"), ("价格", "折扣", "积分")),
    Choice("conduct", N_("How we behaved"), ("服务态度", "态度", "施压")),
    Choice("delivery", N_("Delivery, gift, engraving"), ("交货", "赠品", "刻字")),
    Choice("privacy", N_("Privacy, unwanted calls"), ("隐私", "骚扰", "隐私、打扰电话")),
    Choice("other", N_("Other"), ("其他", "其它")),
)

WORK = (
    Choice("clean", N_("Clean"), ("清洗",)),
    Choice("polish", N_("Polish"), ("抛光",)),
    Choice("resize", N_("Resize"), ("改圈", "改圈口")),
    Choice("repair", N_("Repair"), ("维修", "修理")),
    Choice("restring", N_("Restring"), ("重穿", "穿线")),
    Choice("replate", N_("Re-plate"), ("电金", "镀金", "翻新")),
    Choice("weigh", N_("Re-weigh"), ("复秤", "称重")),
    Choice("appraise", N_("Appraise"), ("鉴定", "估价")),
    Choice("exchange", N_("Exchange"), ("调换", "换货")),
)
