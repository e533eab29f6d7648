"""The benchmark's law as an OpenFisca country package: entities, facts and the parameters' folder.

Written as its country template is: one class a variable, formulas by date, money in yuan (float32),
parameters in YAML. Imported only inside the benchmark's own environment (see ``environment.py``).
"""

from __future__ import annotations

from pathlib import Path

from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

MONTH, ETERNITY = DateUnit.MONTH, DateUnit.ETERNITY
Household = build_entity(
    key="household",
    plural="households",
    label="Household",
    roles=[{"key": "member", "plural": "members", "label": "Members"}],
)
Person = build_entity(key="person", plural="persons", label="Person", is_person=True)


class DisabilityKind(Enum):
    """In the order of ``people.LABELS`` after its empty one."""

    none = "无"
    sight = "视力"
    hearing = "听力"
    speech = "言语"
    limbs = "肢体"
    intellect = "智力"
    mind = "精神"
    several = "多重"


FACTS = {
    "人.出生日期": ("birth", "date"),
    "人.本市户籍": ("is_local", "bool"),
    "人.月劳动收入": ("earnings", "money"),
    "人.月养老金": ("pension", "money"),
    "人.月其他收入": ("other_income", "money"),
    "人.就业": ("works", "bool"),
    "人.残疾类别": ("disability_kind", "enum"),
    "人.残疾等级": ("disability_grade", "int"),
    "人.照护等级": ("care_level", "int"),
    "人.大重病": ("gravely_ill", "bool"),
    "人.孤儿保障": ("orphan_support", "bool"),
    "人.工伤护理费": ("injury_care", "bool"),
    "户.货币财产": ("savings", "money"),
    "户.住房套数": ("homes", "int"),
    "户.有机动车": ("has_car", "bool"),
}
"""Facts of the benchmark to variables and their type."""
RESULTS = {
    "家庭月收入": "household_income",
    "符合低保": "allowance_eligible",
    "低保金": "allowance",
    "低收入家庭": "low_income",
    "老年综合津贴": "senior_allowance",
    "困难残疾人生活补贴": "living_subsidy",
    "重度残疾人护理补贴": "nursing_subsidy",
    "养老服务补贴": "care_subsidy",
}
_TYPES = {
    "money": {"value_type": float},
    "bool": {"value_type": bool},
    "int": {"value_type": int},
    "enum": {
        "value_type": Enum,
        "possible_values": DisabilityKind,
        "default_value": DisabilityKind.none,
    },
}


def _fact(name: str, kind: str, entity: object) -> type[Variable]:
    """An input variable; a birth date is one for ever, the others are of a month."""
    if kind == "date":
        from datetime import date

        body = {"value_type": date, "definition_period": ETERNITY}
    else:
        body = {**_TYPES[kind], "definition_period": MONTH}
    return type(name, (Variable,), {**body, "entity": entity, "label": name})


def system() -> TaxBenefitSystem:
    import subsidies
    import variables

    made = TaxBenefitSystem([Household, Person])
    for fact, (name, kind) in FACTS.items():
        made.add_variable(_fact(name, kind, Person if fact.startswith("人.") else Household))
    for module in (variables, subsidies):
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Variable) and found is not Variable:
                made.add_variable(found)
    made.load_parameters(str(Path(__file__).with_name("parameters")))
    return made
