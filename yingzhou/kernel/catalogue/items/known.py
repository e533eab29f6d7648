"""What the district can know by itself, and from which register: the words that a form or a
material may name in ``known``. The case kernel reads the values."""

from __future__ import annotations

KNOWN: dict[str, tuple[str, str]] = {
    "name": ("姓名", "户籍登记"),
    "sex": ("性别", "户籍登记"),
    "birth_date": ("出生日期", "户籍登记"),
    "identity": ("身份证号", "户籍登记"),
    "registered": ("上海户籍", "户籍登记"),
    "rural": ("农村家庭", "户籍登记"),
    "register_address": ("户籍地址", "户籍登记"),
    "register_division": ("户籍所在村居", "户籍登记"),
    "live_address": ("居住地址", "实有人口登记"),
    "live_division": ("居住村居", "实有人口登记"),
    "phone": ("手机号", "联系方式登记"),
    "members": ("家庭成员", "户籍登记"),
    "household_number": ("户号", "户籍登记"),
    "spouse": ("配偶", "婚姻登记"),
    "married": ("有配偶", "婚姻登记"),
    "parents": ("父母", "户籍登记"),
    "children": ("子女", "户籍登记"),
    "guardian": ("监护人", "监护登记"),
    "death": ("死亡日期", "死亡登记"),
    "disability": ("残疾人证", "残疾人证登记"),
    "disability_category": ("残疾类别", "残疾人证登记"),
    "disability_grade": ("残疾等级", "残疾人证登记"),
    "wage": ("月劳动收入", "社会保险核对"),
    "pension": ("月养老金", "社会保险核对"),
    "other_income": ("月其他收入", "收入申报登记"),
    "medical_cost": ("月医疗支出", "医保结算"),
    "education_cost": ("月教育支出", "教育缴费登记"),
    "employed": ("就业", "社会保险核对"),
    "schooling": ("在读", "学籍登记"),
    "illness": ("大重病", "医保大病登记"),
    "care_level": ("照护等级", "老年照护统一需求评估"),
    "money": ("货币财产", "银行核对"),
    "vehicle": ("生活用机动车", "车辆登记"),
    "premises": ("非居住房屋", "不动产登记"),
    "homes": ("住房套数", "不动产登记"),
    "floor_area": ("住房建筑面积", "不动产登记"),
    "dibao": ("低保", "低保名册"),
    "dibao_paid": ("上次发的低保金", "救助发放"),
    "left_behind": ("农村留守儿童", "留守儿童名册"),
    "organisation": ("单位名称", "法人登记"),
    "credit_code": ("统一社会信用代码", "法人登记"),
}

FACILITIES: dict[str, str] = {"canteen": "社区长者食堂", "meal_site": "老年助餐服务场所"}
"""Facilities that a question may offer (``kind: facility``); the case kernel looks them up."""
ROLLS: dict[str, str] = {"dibao": "城乡低保名册"}
"""Rolls that an item may ask for; the case kernel looks them up."""
