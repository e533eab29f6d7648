"""What the actions of the audit chain are called in plain Chinese. The chain keeps for good what
was written: of a code that no longer exists its entry says that it is an old one."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.core.models import AuditEntry
from yingzhou.core.money import format_fen
from yingzhou.kernel.accounts.roles import ROLES

WORDS = {
    "case.delegate": "安排替班",
    "case.handover_accepted": "接手移交",
    "case.handover_declined": "没有接手移交",
    "case.handover_taken_back": "收回移交",
    "login.ok": "登录",
    "login.failed": "登录失败",
    "login.end": "退出",
    "login.unlock": "解除登录锁定",
    "login.code_wrong": "登录码不对",
    "account.create": "开设账号",
    "account.link_person": "对应到本人",
    "account.unlink_person": "取消对应本人",
    "access_code.issue": "发放登录码",
    "access_code.revoke": "作废登录码",
    "mandate.record": "登记委托",
    "mandate.revoke": "撤销委托",
    "acting.begin": "开始代办",
    "account.deactivate": "停用账号",
    "account.reactivate": "启用账号",
    "password.change": "更改密码",
    "password.reset": "重置密码",
    "role.grant": "授予角色",
    "role.end": "终止角色",
    "second_factor.on": "开启两步验证",
    "second_factor.off": "关闭两步验证",
    "second_factor.reset": "重置两步验证",
    "api_client.create": "开通接口",
    "api_client.renew": "换接口令牌",
    "api_client.revoke": "停用接口",
    "audit.verify": "校验审计链",
    "people.search": "查询人员",
    "people.view": "查看人员",
    "people.refused": "查看被拒绝",
    "people.reveal": "查看完整身份证号",
    "people.register": "登记人员",
    "people.move": "登记迁移",
    "people.death": "登记死亡",
    "people.reverse": "撤回登记",
    "people.link_kin": "登记亲属关系",
    "people.enrol": "列入名册",
    "people.leave": "退出名册",
    "people.certify_disability": "登记残疾人证",
    "people.end_disability": "注销残疾人证",
    "organisations.found": "登记组织",
    "organisations.dissolve": "注销组织",
    "organisations.report": "登记年度报告",
    "organisations.correct_report": "更正年度报告",
    "places.open": "登记设施",
    "places.close": "关闭设施",
    "places.capacity": "登记服务能力",
    "places.work": "登记设施改造",
    "places.add_beds": "增加床位",
    "places.convert_bed": "变更床位类型",
    "places.retire_bed": "停用床位",
    "places.take_post": "登记上岗",
    "places.leave_post": "登记离岗",
    "places.posts_end": "因死亡终止任职",
    "places.posts_restored": "撤回后恢复任职",
    "places.grant": "登记证书",
    "places.withdraw": "撤销证书",
    "places.export": "导出名单",
    "places.refused": "查看机构被拒绝",
    "people.not_same": "判定不是同一人",
    "divisions.found": "设立区划",
    "divisions.rename": "区划更名",
    "divisions.move": "区划隶属调整",
    "divisions.merge": "区划合并",
    "divisions.split": "区划拆分",
    "notices.revoke": "撤销信函",
    "notices.retry": "重发消息",
    "notices.contact": "登记联系方式",
    "notices.rehearse": "设定演示通道失败",
    "disclosure.object": "对公示提出异议",
    "disclosure.answer": "答复异议",
    "disclosure.told": "告诉异议人结果",
    "disclosure.contact": "查看异议人的联系方式",
    "disclosure.ended": "公示期满",
    "case.draft": "开始网上申请",
    "case.draft_discarded": "删掉填到一半的申请",
    "case.intake": "收件",
    "case.step": "办理一步",
    "case.complete": "补正申请内容",
    "case.consent": "核对授权书签字",
    "case.verify": "核实申报内容",
    "case.document": "交材料",
    "case.document_removed": "撤下材料",
    "case.view": "查看办件",
    "case.reporter": "查看报告人是谁",
    "case.search": "查询办件",
    "case.refused": "查看办件被拒绝",
    "case.take_up": "接办",
    "case.hand_over": "移交办件",
    "case.opinion": "答复协办意见",
    "case.extension_asked": "申请延期",
    "case.extension_answered": "答复延期",
    "case.rate": "评价",
    "case.rating_excluded": "认定评价不计入",
    "case.reopen": "重新办理",
    "case.delegation_ended": "结束替班",
    "counter.open": "开窗口",
    "counter.close": "关窗口",
    "counter.device": "开通或停用取号机",
    "counter.assessment_export": "导出窗口考核",
    "archive.list": "列销毁清单",
    "archive.look": "看清单上的一件",
    "archive.keep": "销毁清单上保留一件",
    "archive.reviewed": "销毁清单初审",
    "archive.approved": "销毁清单复审",
    "archive.dropped": "放弃销毁清单",
    "archive.destroyed": "销毁档案",
    "archive.report": "下载销毁报告",
    "ledger.lock": "锁定账期",
    "exchange.consent": "登记同意核对",
    "exchange.withdraw": "撤回同意核对",
    "exchange.ask": "发起外部核对",
    "payments.award": "确定待遇",
    "payments.end_award": "停发待遇",
    "payments.restore_award": "恢复待遇",
    "payments.payee": "换领款人",
    "payments.recover": "追回立案",
    "payments.receive": "登记追回款",
    "payments.cancel_recovery": "撤销追回",
    "payments.ask": "要求计算发放",
    "payments.compute": "计算发放",
    "payments.approve": "审批发放",
    "payments.send": "报盘",
    "payments.answer": "导入回盘",
    "payments.download": "下载报盘文件",
    "payments.lines": "查看发放明细",
    "imports.upload": "上传导入文件",
    "imports.confirm": "确认导入",
    "imports.discard": "放弃导入",
}
SUBJECTS = {
    "counters.counterwindow": "窗口",
    "accounts.user": "账号",
    "accounts.apiclient": "接口",
    "people.person": "人员",
    "people.lifeevent": "人生事件",
    "people.household": "户籍户",
    "organisations.organisation": "组织",
    "organisations.facility": "设施",
    "organisations.capacity": "服务能力",
    "organisations.bed": "床位",
    "organisations.bedterm": "床位类型",
    "organisations.post": "岗位任职",
    "organisations.certificate": "证书",
    "organisations.facilitywork": "设施改造",
    "organisations.annualreport": "年度报告",
    "divisions.division": "区划",
    "notices.letter": "信函",
    "notices.message": "消息",
    "disclosure.publicnotice": "公示",
    "core.importbatch": "导入文件",
    "cases.case": "办件",
    "exchange.consent": "核对授权",
    "exchange.inquiry": "外部核对",
    "payments.run": "发放批次",
    "payments.award": "待遇",
    "payments.recovery": "追回",
    "ledger.period": "账期",
    "cases.destructionlist": "销毁清单",
    "divisions.divisionchange": "区划变更",
}
DETAILS = {
    "name": "名称",
    "scopes": "可以做什么",
    "organisation": "单位",
    "person": "人员",
    "access_code": "登录码编号",
    "agent": "代办人",
    "mandate": "委托编号",
    "ip": "地址",
    "locked": "已锁定",
    "unknown_name": "登录名不存在",
    "username": "登录名",
    "demo": "演示账号",
    "role": "角色",
    "division": "区划",
    "from": "从",
    "to": "到",
    "on": "终止于",
    "removed": "清除条数",
    "entries": "条数",
    "faults": "不符",
    "type": "方式",
    "kind": "类别",
    "rows": "行数",
    "problems": "问题",
    "text": "查询内容",
    "found": "找到",
    "reason": "原因",
    "act": "要做的事",
    "roll": "名册",
    "since": "起始",
    "year": "年度",
    "unit": "单位",
    "document": "批准文号",
    "relative": "亲属",
    "event": "事件",
    "bed": "床位",
    "post": "岗位",
    "certificate": "证书",
    "count": "数量",
    "plan": "规划",
    "day": "数据日期",
    "number": "编号",
    "step": "步骤",
    "item": "事项",
    "agrees": "同意",
    "window": "窗口",
    "substitute": "替班人",
    "why": "为什么",
    "state": "状态",
    "behalf": "代谁办",
    "amount": "数量",
    "benefit": "待遇",
    "case": "办件编号",
    "cases": "件数",
    "clock": "期限",
    "effects": "连带变更",
    "failed": "失败笔数",
    "fields": "改动的项",
    "granted": "同意",
    "last": "最后一个月",
    "length": "延长多少",
    "lines": "笔数",
    "material": "材料",
    "month": "月份",
    "papers": "看过的原件",
    "posts": "任职",
    "quarter": "季度",
    "stars": "星级",
    "total": "合计(元)",
    "what": "内容",
    "taken": "导入",
    "skipped": "跳过",
}


@dataclass(frozen=True)
class Line:
    """An entry as a person reads it."""

    entry: AuditEntry
    action: str
    subject: str
    detail: list[str]


def line_of(entry: AuditEntry) -> Line:
    subject = SUBJECTS.get(entry.subject_type, "别的记录" if entry.subject_type else "")
    number = "" if entry.subject_id is None else f" {entry.subject_id}"
    # The moment stands in a column of its own; an empty value says nothing.
    parts = [
        f"{DETAILS.get(name, name)}: {_value(name, value)}"
        for name, value in entry.detail.items()
        if name != "at" and value not in ("", None, False)
    ]
    return Line(entry, _action(entry.action), f"{subject}{number}", parts)


def _action(code: str) -> str:
    """An action that was written down in words stays as it is."""
    return WORDS.get(code) or (f"早先的操作({code})" if code.isascii() else code)


def _value(name: str, value: object) -> str:
    if name == "role" and value in ROLES:
        return ROLES[str(value)].name
    if name == "total" and isinstance(value, int):
        return format_fen(value)
    return "是" if value is True else str(value)


def code_of(text: str) -> str:
    """The code that a reader meant by ``text``, which is a code or its word."""
    text = text.strip()
    return next((code for code, word in WORDS.items() if word == text), text)
