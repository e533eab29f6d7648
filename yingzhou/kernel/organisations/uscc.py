"""统一社会信用代码 (GB 32100-2015); positions 9-17 are the organisation code (GB 11714-1997)."""

from __future__ import annotations

from stdnum.cn import uscc
from stdnum.util import clean

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100: no I, O, S, V, Z."""
DEPARTMENTS = frozenset("123456789ANY")
"""Position 1, the registering department: 1 机构编制, 5 民政, 9 市场监管, N 农业农村, Y 其他 ..."""
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {char: n for n, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def organisation_check(body: str) -> str:
    """The check character of an eight-character organisation code (GB 11714)."""
    rest = (
        11 - sum(_VALUES[char] * weight for char, weight in zip(body, _WEIGHTS, strict=True)) % 11
    )
    return {10: "X", 11: "0"}.get(rest, str(rest))


def normalise(code: str) -> str:
    """Without spaces and hyphens, in capitals. Checks nothing."""
    return clean(str(code), " -\t\n\u3000").upper().strip()


def validate(code: str) -> str:
    """The normalised code; ValueError with a reason in Chinese."""
    code = normalise(code)
    if not code:
        raise ValueError("统一社会信用代码没有填写")
    if len(code) != 18:
        raise ValueError(f"统一社会信用代码应为18位, 现在是{len(code)}位")
    strange = sorted({char for char in code if char not in ALPHABET})
    if strange:
        raise ValueError(f"统一社会信用代码不能含有“{'”“'.join(strange)}”(不使用 I、O、S、V、Z)")
    if code[0] not in DEPARTMENTS:
        raise ValueError("统一社会信用代码第1位不是已知的登记管理部门代码")
    if not code[2:8].isdigit():
        raise ValueError("统一社会信用代码第3至8位应为登记机关的六位区划代码")
    if organisation_check(code[8:16]) != code[16]:
        raise ValueError("统一社会信用代码第17位(主体标识码的校验位)不对, 请核对第9至17位")
    if uscc.calc_check_digit(code[:17]) != code[17]:
        raise ValueError("统一社会信用代码末位校验位不对, 多半是抄错一位, 请核对")
    return code


def make(prefix: str, serial: str | int) -> str:
    """A valid code from ``prefix`` (8 characters: department, category, district) and ``serial``.

    ``serial`` is the organisation code without its check character (8 characters; an int is padded
    with zeros), or with it (9), which must then be right: replacing it silently would let two
    serials collide.
    """
    body = f"{serial:08d}" if isinstance(serial, int) else normalise(serial)
    if len(body) == 8:
        body += organisation_check(body)
    code = normalise(prefix) + body
    if len(code) != 17:
        raise ValueError("统一社会信用代码由8位前缀和8位(或含校验位9位)主体标识码组成")
    return validate(code + uscc.calc_check_digit(code))
