"""Forms of the changes. What may be chosen follows from the tree of today."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from yingzhou.core import clock
from yingzhou.kernel.divisions.loading import LEVELS
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.services import NewUnit, Part
from yingzhou.kernel.divisions.tree import Node, Tree, tree_on

PARTS = 5
INTO_NEW = "new"
_CHOOSE = ("", "请选择")


def kinds_of(level: int) -> list[tuple[str, str]]:
    return [(k.value, k.label) for k, at in LEVELS.items() if at == level]


def _offer(form: forms.Form, name: str, choices: list) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _grouped(tree: Tree, level: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Units of ``level`` under their parents' names, for a picker."""
    groups = [
        (above.name, [(str(n.id), n.name) for n in tree.children.get(above.id, [])])
        for above in tree.at_level(level - 1)
    ]
    return [(name, units) for name, units in groups if units]


class OrderForm(forms.Form):
    """What every change needs: the day and the document."""

    on = forms.DateField(
        label="生效日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="批准文件写明的生效日期, 不晚于今天",
    )
    document = forms.CharField(label="批准文号", max_length=120, help_text="例如 崇府〔2024〕12号")

    def __init__(self, node: Node, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node, self.tree = node, tree_on(clock.today())
        self.fields["on"].widget.attrs["max"] = clock.today().isoformat()

    def order(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("on", "document")}


class RenameForm(OrderForm):
    name = forms.CharField(label="新名称", max_length=60)
    field_order = ("name", "on", "document")

    def facts(self) -> dict[str, Any]:
        return {"division_id": self.node.id, "name": self.cleaned_data["name"]}


class MoveForm(OrderForm):
    parent = forms.TypedChoiceField(label="新的上级单位", coerce=int)
    field_order = ("parent", "on", "document")

    def __init__(self, node: Node, *args: Any, **kwargs: Any) -> None:
        super().__init__(node, *args, **kwargs)
        above = [n for n in self.tree.at_level(node.level - 1) if n.id != node.parent_id]
        _offer(self, "parent", [_CHOOSE, *((str(n.id), n.name) for n in above)])

    def facts(self) -> dict[str, Any]:
        return {"division_id": self.node.id, "parent_id": self.cleaned_data["parent"]}


class _NewUnitFields(OrderForm):
    code = forms.CharField(label="新单位代码", max_length=12, help_text="12位数字")
    name = forms.CharField(label="新单位名称", max_length=60)
    kind = forms.ChoiceField(label="新单位类别")

    def _new(self, parent_id: int | None = None) -> NewUnit:
        data = self.cleaned_data
        return NewUnit(data["code"], data["name"], data["kind"], parent_id)

    def _offer_kinds(self, level: int) -> None:
        _offer(self, "kind", [_CHOOSE, *kinds_of(level)])


class FoundForm(_NewUnitFields):
    field_order = ("name", "code", "kind", "on", "document")

    def __init__(self, node: Node, *args: Any, **kwargs: Any) -> None:
        super().__init__(node, *args, **kwargs)
        self._offer_kinds(node.level + 1)

    def facts(self) -> dict[str, Any]:
        return {"new": self._new(self.node.id)}


class MergeForm(_NewUnitFields):
    """Merge the unit, and others with it, into one that is there or into a new one."""

    others = forms.TypedMultipleChoiceField(
        label="一同合并的单位",
        coerce=int,
        required=False,
        help_text="可不选; 按住 Ctrl 可选多个",
    )
    into = forms.ChoiceField(label="并入")
    field_order = ("others", "into", "name", "code", "kind", "on", "document")

    def __init__(self, node: Node, *args: Any, **kwargs: Any) -> None:
        super().__init__(node, *args, **kwargs)
        groups = [
            (name, [(pk, label) for pk, label in units if pk != str(node.id)])
            for name, units in _grouped(self.tree, node.level)
        ]
        _offer(self, "others", groups)
        _offer(self, "into", [_CHOOSE, (INTO_NEW, "新设一个单位(下面填写)"), *groups])
        self._offer_kinds(node.level)
        for name in ("code", "name", "kind"):
            self.fields[name].required = False
            self.fields[name].help_text = "并入新设单位时填写"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("into") == INTO_NEW:
            for name in ("code", "name", "kind"):
                if not data.get(name):
                    self.add_error(name, "并入新设单位时须填写")
        return data

    def facts(self) -> dict[str, Any]:
        into = self.cleaned_data["into"]
        return {
            "division_ids": [self.node.id, *self.cleaned_data["others"]],
            "into": self._new() if into == INTO_NEW else int(into),
        }


class PartForm(forms.Form):
    """A unit that comes out of a split. Left empty it does not count."""

    name = forms.CharField(label="名称", max_length=60, required=False)
    code = forms.CharField(label="区划代码(12位)", max_length=12, required=False)
    kind = forms.ChoiceField(label="类别", required=False)
    children = forms.TypedMultipleChoiceField(
        label="划入的下级单位", coerce=int, required=False, help_text="没有划出的留在承接单位"
    )

    def __init__(self, node: Node, tree: Tree, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = [(str(n.id), n.name) for n in tree.children.get(node.id, [])]
        _offer(self, "kind", [_CHOOSE, *kinds_of(node.level)])
        _offer(self, "children", below)
        if node.level == Division.Level.VILLAGE:
            del self.fields["children"]

    @property
    def is_filled(self) -> bool:
        data = self.cleaned_data
        return bool(data.get("name") or data.get("code"))

    def part(self, is_default: bool) -> Part:
        data = self.cleaned_data
        new = NewUnit(data.get("code", ""), data.get("name", ""), data.get("kind", ""))
        return Part(new, frozenset(data.get("children", ())), is_default)


class SplitForm(OrderForm):
    """Up to ``PARTS`` new units; the old one goes on, or its records go to the first of them."""

    goes_on = forms.TypedChoiceField(
        label="原单位",
        choices=(("1", "保留, 只析出下面的新单位"), ("0", "撤销, 未另行指定的归入第一个新单位")),
        coerce=lambda value: value == "1",
    )
    field_order = ("goes_on", "on", "document")

    def __init__(self, node: Node, *args: Any, **kwargs: Any) -> None:
        super().__init__(node, *args, **kwargs)
        data = args[0] if args else None
        self.parts = [
            PartForm(node, self.tree, data, prefix=f"part{number}") for number in range(PARTS)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(part.is_valid() for part in self.parts)])

    def facts(self) -> dict[str, Any]:
        goes_on = self.cleaned_data["goes_on"]
        filled = [part for part in self.parts if part.is_filled]
        parts = [part.part(not goes_on and place == 0) for place, part in enumerate(filled)]
        return {"division_id": self.node.id, "parts": [Part(None), *parts] if goes_on else parts}
