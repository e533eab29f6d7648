"""医疗救助 on application goes by the same record as at the hospital's counter (上海市社会救助条例
第十九条: 经认定的): who was never recognised is not counted as if they were."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.cases.standing import Stands, stands
from yingzhou.kernel.people.models import Person
from yingzhou.programmes.assistance.relief.selectors.classes import standing_on

KEY, NONE = "人.医疗救助类别", "其他"


@stands("relief/medical")
@stands("relief/medical_outpatient")
def family_kind(person: Person, day: date) -> Stands:
    found = standing_on(person, day)
    if found is None:
        return Stands(KEY, NONE, f"{day} 没有认定为特困、低保、低保边缘或支出型困难家庭")
    return Stands(KEY, found.category, found.words)
