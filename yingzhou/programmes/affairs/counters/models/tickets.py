"""Queue tickets: who waits at which counter, who was called to which window, how long it took."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person


class CounterWindow(models.Model):
    """A window of a counter. ``serves``: kinds of tickets; empty: all. ``clerk``: who has it open
    now; a person has one window at a time."""

    place = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField("窗口号")
    serves = models.JSONField("受理的号别", default=list)
    clerk = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="counter_window"
    )
    opened_at = models.DateTimeField("开窗时间", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="window_once")]

    def __str__(self) -> str:
        return f"{self.number} 号窗口"


class TicketSeries(models.Model):
    """The last number of a kind at a counter on a day; its row is what takers lock in turn."""

    place = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("日期")
    kind = models.CharField("号别", max_length=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "day", "kind"], name="ticket_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.day} {self.kind}: {self.last}"


class Ticket(models.Model):
    """One visit. Numbers have no gap within place, day and kind. ``rank``: those who may go first
    have 0 (优先) or 1 (预约), all others 2. A person stands here only where a clerk knows them."""

    class Kind(models.TextChoices):
        GENERAL = "A", "综合"
        INSURANCE = "B", "社保医保"
        CIVIL = "C", "民政"
        BOOKED = "Y", "预约"
        FIRST = "P", "优先"

    class State(models.TextChoices):
        WAITING = "waiting", "等候"
        CALLED = "called", "已叫号"
        SERVED = "served", "办理中"
        DONE = "done", "已办"
        MISSED = "missed", "过号"

    RANKS: ClassVar = {Kind.FIRST: 0, Kind.BOOKED: 1}
    AT_WINDOW: ClassVar = (State.CALLED, State.SERVED)

    place = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("日期")
    kind = models.CharField("号别", max_length=1, choices=Kind)
    number = models.PositiveIntegerField("号")
    rank = models.PositiveSmallIntegerField("次序", default=2)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    item = models.CharField("事项", max_length=80, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="tickets")
    window = models.ForeignKey(CounterWindow, models.PROTECT, null=True, related_name="tickets")
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    calls = models.PositiveSmallIntegerField("叫了几次", default=0)
    taken_at = models.DateTimeField("取号时间")
    called_at = models.DateTimeField("叫号时间", null=True)
    served_at = models.DateTimeField("开始办理", null=True)
    left_at = models.DateTimeField("离开时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "day", "kind", "number"], name="ticket_number"
            ),
            models.UniqueConstraint(
                fields=["window"],
                condition=Q(state__in=("called", "served")),
                name="ticket_one_at_a_window",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "day", "rank", "id"],
                condition=Q(state="waiting"),
                name="ticket_waiting",
            ),
            models.Index(fields=["place", "-taken_at"], name="ticket_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.number:03d}"
