"""Which case an address names, with all that its head shows; nothing about who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef

from yingzhou.core.periods import Unit, left
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import name_of, who_acts
from yingzhou.kernel.cases.selectors.itself import Itself, by_itself
from yingzhou.kernel.cases.services.doubts import CORRECTION
from yingzhou.kernel.cases.whose import full_name, is_secret, is_unnamed, own_name
from yingzhou.kernel.catalogue.items import Apply, Item, Stage
from yingzhou.kernel.catalogue.items.parts import SYSTEM
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.web.receiving import already

BY_TASK = {
    ("town", "cases.decide"): "乡镇审核确认人",
    ("town", "cases.handle"): "乡镇经办人",
    ("district", "cases.decide"): "区民政局审核确认人",
}
"""Within an office not everybody does everything."""
ITSELF = "到期自动转下一步"


@dataclass(frozen=True)
class Opened:
    """A case with the item of its own version. ``due``: the next day on which time is up;
    ``may_name``: whether whoever reads has the matter in hand, so that a name which must not be
    told (``is_unnamed``) is theirs to read."""

    case: Case
    item: Item
    apply: Apply
    today: date
    may_name: bool = False

    @property
    def stage(self) -> Stage:
        return self.apply.process.stages[self.case.stage]

    @property
    def who(self) -> str:
        return own_name(self.case) if self.is_unnamed and self.may_name else full_name(self.case)

    @property
    def died_on(self) -> date | None:
        """Of the applicant, as the register has it, while the matter is open."""
        person = self.case.applicant if self.case.is_open and not self.hides_name else None
        return person.death_date if person is not None else None

    @property
    def is_secret(self) -> bool:
        return is_secret(self.case)

    @property
    def is_unnamed(self) -> bool:
        """Whether the applicant did not say that their name may be told."""
        return not self.is_secret and is_unnamed(self.case)

    @property
    def hides_name(self) -> bool:
        """From whoever reads this."""
        return self.is_secret or (self.is_unnamed and not self.may_name)

    @property
    def hides_papers(self) -> bool:
        """What somebody handed in who does not want to be named tells who they are: a file's name,
        its pictures, the words in it."""
        return self.is_unnamed and not self.may_name

    @property
    def family_title(self) -> str:
        return "关于谁" if self.is_secret else "家庭一览"

    @property
    def alarm(self) -> str:
        """What lets nothing wait, in words; empty where nothing does, or all is done."""
        is_on = self.case.is_urgent and self.case.is_open
        return self.apply.urgent.get("say", "") if is_on else ""

    @property
    def refusers(self) -> list[str]:
        """Who does not agree that their income is looked up."""
        return consent.refusers(self.case.answers)

    @property
    def again(self) -> list[tuple[str, str]]:
        """Who had agreed no more, or never, after the matter was taken up, and may sign now: what
        the form calls them, and the name. What an office began nobody completes: there it is so
        from the first day."""
        is_applied = any(way.corrects for way in self.apply.process.transitions.values())
        if not self.case.is_open or (is_applied and self.case.accepted_at is None):
            return []
        alone = [("own", consent.ALONE)] if consent.refuses_alone(self.case.answers) else []
        members = consent.refusing(self.case.answers)
        return alone + [(str(number), one["name"]) for number, one in members]

    @property
    def unsigned(self) -> list[tuple[int, str]]:
        """Who is said to agree and whose signature nobody has seen, with their number."""
        return [(number, one["name"]) for number, one in consent.unsigned(self.case.answers)]

    @property
    def already(self) -> str:
        """That they had it before this was decided, on a roll or paid by the registers. One query,
        where an item says so or is paid that way."""
        is_on = self.case.is_open and not self.is_secret
        told = already(self.item, self.case.applicant, self.today) if is_on else ""
        return told.replace("您", "申请人")

    @property
    def due(self) -> date | None:
        due = self.case.due_on
        return due if due is not None and due < FOREVER else None

    @property
    def days_left(self) -> int | None:
        """Workdays; negative once it is late."""
        return left(self.today, self.due, Unit.WORKDAYS) if self.due else None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def next_by(self) -> str:
        """Who must act, in words."""
        if not self.case.is_open:
            return ""
        if self.case.by == SYSTEM:
            return ITSELF
        unit = name_of(self.case.desk_id, self.today)
        who = who_acts(self.case.by, self.case.desk_id, self.today)
        who = BY_TASK.get((self.case.by, self.case.task), who)
        return f"{unit}({who})" if unit else who

    @cached_property
    def itself(self) -> Itself | None:
        """What happens without anybody, where it waits for time alone."""
        return by_itself(self.case, self.apply.process)

    @property
    def home(self) -> str:
        return name_of(self.case.home_id, self.today)

    @property
    def place(self) -> str:
        return name_of(self.case.place_id, self.today)

    @property
    def is_sensitive(self) -> bool:
        return self.apply.data in ("sensitive", "children")


def case_of(number: str, today: date) -> Opened | None:
    """One query."""
    rows = Case.objects.select_related(
        "version", "applicant", "organisation", "owner", "handler", "previous", "home"
    )
    objected = Case.objects.filter(previous=OuterRef("pk"), item=CORRECTION)
    case = rows.filter(number=number).annotate(is_objected=Exists(objected)).first()
    if case is None:
        return None
    item = item_of_version(case.version)
    return Opened(case, item, item.apply, today) if item.apply else None
