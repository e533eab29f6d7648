"""The question whether somebody agrees that their income is looked up, as it is put to whoever
answers it: for themselves, or for what another grown-up has told them."""

from __future__ import annotations

from dataclasses import replace

from yingzhou.kernel.cases.consent import CONSENT
from yingzhou.kernel.catalogue.items import Field
from yingzhou.kernel.people.models import Person

PLAIN = ("是", "否")
OWN = ("同意", "不同意")
OTHERS = ("本人同意, 已在授权书上签字, 或会到窗口签", "不同意, 或还没有问过本人")
GUARDIANS = ("监护人同意", "不同意, 或还没有问过监护人")
CHILDREN = "{}还没有满 18 岁, 监护人同意我们核对他们的收入和财产吗?"
CHILDREN_HELP = "由监护人(一般是父母)答一次, 家里没有满 18 岁的孩子都算答过, 孩子不用签字。"
HELP = "要先问过本人。登记里别人的收入、财产不会给您看, 本人同意以后由工作人员核对。"


def worded(
    field: Field, name: str, person: int | None, viewer: Person, *, is_childs: bool = False
) -> Field:
    """``name`` and ``person``: whom the question is about. Others' consent is theirs to give."""
    if is_childs:
        return replace(field, ask=CHILDREN.format(name), help=CHILDREN_HELP)
    if field.key != CONSENT or person == viewer.pk:
        return field
    return replace(field, ask=f"{name}本人同意我们核对收入和财产吗?", help=HELP)


def words(
    field: Field, person: int | None, viewer: Person, *, is_childs: bool = False
) -> tuple[str, str]:
    """Of yes and no."""
    if is_childs:
        return GUARDIANS
    if field.key != CONSENT:
        return PLAIN
    return OWN if person == viewer.pk else OTHERS


def follows(names: list[str]) -> str:
    """What comes of it that these people do not agree; empty where all do."""
    if not names:
        return ""
    who = "、".join(names)
    return (
        f"{who}没有同意, 就不能核对{who}的收入和财产。申请可以先交, 但不能直接受理: "
        "窗口会先请补签授权; 一直不同意的, 算不出能不能办。"
    )
