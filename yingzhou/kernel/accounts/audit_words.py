"""What the actions of the audit chain are called in plain Chinese; an unknown one stays itself."""

from __future__ import annotations

WORDS = {
    "login.ok": "登录",
    "login.failed": "登录失败",
    "login.end": "退出",
    "login.unlock": "解除登录锁定",
    "account.create": "开设账号",
    "account.deactivate": "停用账号",
    "account.reactivate": "启用账号",
    "password.change": "更改密码",
    "password.reset": "重置密码",
    "role.grant": "授予角色",
    "role.end": "终止角色",
    "second_factor.on": "开启两步验证",
    "second_factor.off": "关闭两步验证",
    "second_factor.reset": "重置两步验证",
    "audit.verify": "校验审计链",
    "people.reveal": "查看完整身份证号",
}


def word_of(action: str) -> str:
    return WORDS.get(action, action)


def code_of(text: str) -> str:
    """The code that a reader meant by ``text``, which is a code or its word."""
    text = text.strip()
    return next((code for code, word in WORDS.items() if word == text), text)
