"""What is recorded of a person or a household for a time, and what entering something else does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model, QuerySet

from yingzhou.core.money import format_fen
from yingzhou.core.spells import FOREVER, Spell
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people.models import (
    Assets,
    CareLevel,
    Household,
    Illness,
    Income,
    Membership,
    Person,
    Schooling,
)

DAY = timedelta(days=1)
INCOME = {"wage": "工资", "pension": "养老金", "other": "其他", "medical": "自负医疗",
          "education": "教育"}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """``key``: of the page that corrects it; ``holder``: the field that says whose it is;
    ``nothing``: what no row means."""

    key: str
    word: str
    model: type[Spell]
    holder: str
    nothing: str

    def rows(self, holder: Model) -> QuerySet:
        return self.model._default_manager.filter(**{self.holder: holder.pk})


KINDS = {
    one.key: one
    for one in (
        Kind("income", "收入和支出", Income, "person", "没有登记"),
        Kind("assets", "家庭财产", Assets, "household", "没有登记"),
        Kind("illness", "大重病", Illness, "person", "没有大重病"),
        Kind("schooling", "在读", Schooling, "person", "不在读"),
        Kind("care", "照护等级", CareLevel, "person", "没有等级"),
    )
}


def said(row: Spell | None, nothing: str = "没有登记") -> str:
    """As a mark and a page say it."""
    if row is None:
        return nothing
    if isinstance(row, Income):
        return said_income(row)
    if isinstance(row, Assets):
        return said_assets(row)
    return "有大重病" if isinstance(row, Illness) else str(row)


def said_income(row: Income) -> str:
    parts = [f"{word} {format_fen(getattr(row, name))} 元/月"
             for name, word in INCOME.items() if getattr(row, name)]  # fmt: skip
    return "、".join(parts) or "没有收入和支出"


def said_assets(row: Assets) -> str:
    parts = [f"存款等 {format_fen(row.money)} 元"] if row.money else []
    parts += ["有机动车"] if row.vehicle else []
    parts += ["有非居住房屋"] if row.premises else []
    if row.homes:
        parts.append(f"住房 {row.homes} 套 {row.floor_area} 平方米")
    return "、".join(parts) or "没有财产"


def meeting(rows: QuerySet, since: date, until: date) -> list[Spell]:
    """What is recorded for any day from ``since`` up to ``until``, in order of time."""
    return list(rows.filter(valid_from__lt=until, valid_to__gt=since).order_by("valid_from"))


def is_whole(found: Iterable[Spell], since: date, until: date) -> bool:
    """Whether these rows, in order of time, leave no day of the span out."""
    day = since
    for row in found:
        if row.valid_from > day:
            return False
        day = max(day, row.valid_to)
    return day >= until


def require_other(found: list[Spell], row: Spell | None, span: tuple[date, date], no: str) -> None:
    """:class:`Refused` where all of the span says already what ``row`` says (None: nothing)."""
    covered = is_whole(found, *span) if row is not None else True
    if covered and all(said(one) == said(row) for one in found):
        raise Refused(f"这段时间登记的本来就是“{said(row, no)}”, 没有要改的")


@dataclass(frozen=True)
class Recorded:
    """One kind: what holds today, and all that was ever entered, latest first."""

    kind: Kind
    now: Spell | None
    rows: list[Spell]

    @property
    def page(self) -> str:
        """Where it is corrected."""
        return f"people:{self.kind.key}"

    @property
    def said(self) -> str:
        return said(self.now, self.kind.nothing)

    @property
    def lines(self) -> list[tuple[Spell, str]]:
        return [(row, said(row)) for row in self.rows]

    @property
    def earlier(self) -> list[tuple[Spell, str]]:
        return [(row, words) for row, words in self.lines if row is not self.now]


def recorded(kind: Kind, holder: Model, today: date) -> Recorded:
    rows = list(kind.rows(holder).order_by("-valid_from"))
    return Recorded(kind, next((row for row in rows if row.holds_on(today)), None), rows)


def home_of(person: Person, day: date) -> tuple[Household | None, set[int]]:
    """The household of a person, and who is in it; of who is in none, the person alone."""
    own = Membership.objects.on(day).filter(person=person).values("household")
    rows = Membership.objects.on(day).filter(household__in=own).select_related("household")
    found = list(rows.order_by("pk"))
    home = found[0].household if found else None
    return home, {person.pk, *(row.person_id for row in found)}


def end_of(kind: Kind, holder: Model, since: date, until: date | None, row: Spell | None) -> date:
    """Up to when what is entered holds: what was recorded for a later time stays, unless somebody
    says until when; a level of care no longer than an assessment does."""
    if until is not None:
        return until
    later = kind.rows(holder).filter(valid_from__gt=since).order_by("valid_from").first()
    end = CareLevel.expires(since) if isinstance(row, CareLevel) else FOREVER
    return min(end, later.valid_from) if later else end


def correction_follows(
    kind: Kind, holder: Model, row: Spell | None, since: date, until: date, today: date
) -> list[str]:
    """What entering ``row`` (None: nothing) does; :class:`Refused` where it does nothing."""
    rows = kind.rows(holder)
    found = meeting(rows, since, until)
    require_other(found, row, (since, until), kind.nothing)
    lines = [f"{_span(since, until)}登记为: {said(row, kind.nothing)}"]
    lines += [_gives_way(old, since, until) for old in found]
    later = rows.filter(valid_from__gte=until).order_by("valid_from").first()
    if later is not None:
        lines.append(f"{later.valid_from} 起另有登记({said(later)}), 不变")
    return lines + _money(since, until, today)


def _gives_way(old: Spell, since: date, until: date) -> str:
    words = f"原来登记的“{said(old)}”({_span(old.valid_from, old.valid_to)})"
    left = [f"只算到 {since - DAY}"] if old.valid_from < since else []
    left += [f"{until} 以后仍算"] if old.valid_to > until else []
    return f"{words}{', '.join(left) or '不再算'}"


def _span(since: date, until: date) -> str:
    return f"{since} 起" if until >= FOREVER else f"{since} 至 {until - DAY}"


def _money(since: date, until: date, today: date) -> list[str]:
    """A month is computed from what holds on its first day."""
    first = since if since.day == 1 else (since.replace(day=1) + 31 * DAY).replace(day=1)
    last = min(today, until - DAY).replace(day=1)
    lines = ["本人和家里的待遇从下次计算起按新登记算; 低保会减少或停发的, 先听取家里意见"]
    if first <= last:
        months = f"{first:%Y年%-m月}" + (f"至{last:%Y年%-m月}" if last > first else "")
        lines += [
            f"涉及 {months}: 其中已经发过的, 下一次月度计算会列出补发或多发",
            "补发的随下一次一起发; 多发的先告诉本人、听取意见, 再由另一人决定要不要追回",
        ]
    return lines
