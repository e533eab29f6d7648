"""公民身份号码 (GB 11643-1999): checking, what it tells, masking, and the digest it is found by.

No message quotes the number: messages reach logs, reports and screens.
"""

from __future__ import annotations

from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.util import clean

from yingzhou.core import clock, crypto

# GB/T 2260 province prefixes, and 81-83 of the residence permits for Hong Kong, Macao and Taiwan
# residents. The place table of stdnum is not used: it does not know 310151 (2016).
PROVINCES = frozenset(
    str(code)
    for codes in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55))
    for code in codes
) | {"61", "62", "63", "64", "65", "71", "81", "82", "83"}
OLDEST = 130
"""Years; nobody of a greater age is alive or entered with an 18-digit number."""


def normalise(number: str) -> str:
    """Without spaces and hyphens, full-width figures made plain, ``x`` as ``X``. Checks nothing."""
    return clean(str(number), " -\t\n\u3000").upper().strip()


def validate(number: str) -> str:
    """The normalised number; ValueError with a reason in Chinese that does not quote it."""
    number = normalise(number)
    _check_form(number)
    if number[:2] not in PROVINCES:
        raise ValueError("公民身份号码前两位不是已知的省级代码, 请核对")
    _check_birth(number)
    if number[-1] != ric.calc_check_digit(number):
        raise ValueError("公民身份号码校验位不对, 多半是抄错或漏了一位, 请对照证件核对")
    return number


def _check_form(number: str) -> None:
    if not number:
        raise ValueError("公民身份号码没有填写")
    if len(number) == 15:
        raise ValueError("这是15位旧号码, 请填写换发后的18位公民身份号码")
    if len(number) != 18:
        raise ValueError(f"公民身份号码应为18位, 现在是{len(number)}位")
    if not (number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X"):
        raise ValueError("公民身份号码前17位应为数字, 末位为数字或X")


def _check_birth(number: str) -> None:
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        raise ValueError("公民身份号码中的出生日期不存在, 请核对第7至14位") from None
    if born > clock.today():
        raise ValueError("公民身份号码中的出生日期晚于今天, 请核对第7至14位")
    if clock.today().year - born.year > OLDEST:
        raise ValueError(f"公民身份号码中的出生日期距今超过{OLDEST}年, 请核对第7至14位")


def birth_date(number: str) -> date:
    """The birth date that the number carries; ValueError where it carries none."""
    return ric.get_birth_date(normalise(number))


def sex(number: str) -> int:
    """1 for male, 2 for female (the values of ``Person.Sex``): the 17th figure is odd for men."""
    return 1 if int(normalise(number)[16]) % 2 else 2


def mask(number: str) -> str:
    """``310*************34``: enough to recognise one's own, too little to use.

    The last four would be too much: pages that show the birthday would give the number away.
    """
    number = normalise(number)
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def search_digest(number: str) -> bytes:
    """The keyed digest (32 bytes) stored beside the sealed number."""
    return crypto.digest(normalise(number))
