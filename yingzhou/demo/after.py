"""After the records: logins, facts for every quarter, publications and later corrections."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from yingzhou.core import audit, clock
from yingzhou.demo import residents
from yingzhou.insight.plan_files import default_plan
from yingzhou.insight.publications import publish
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import BedTerm, Capacity, Certificate

_REGISTRAR = audit.Actor(None, "数据核查(演示)")


IN_OFFICE = timedelta(days=430)
"""So long ago the demo's staff took office: their matters (:mod:`yingzhou.demo.cases`) are past."""


def open_accounts() -> None:
    """The demo's logins; they open only while ``settings.DEMO`` is on. Clerks are somebody in
    the register too."""
    with clock.stopped_at(clock.now() - IN_OFFICE):
        _open(clock.now())
    residents.settle()


def _open(now: datetime) -> None:
    for account in DEMO_ACCOUNTS:
        user, _ = services.create_account(
            username=account.username,
            name=account.name,
            actor=audit.SYSTEM,
            at=now,
            demo_password=DEMO_PASSWORD,
        )
        for role in account.roles:
            services.assign(
                user=user,
                role=role,
                division=Division.objects.get(code=account.division_code),
                valid_from=now.date(),
                unit=account.unit,
                actor=audit.SYSTEM,
                at=now,
            )


def publish_and_correct() -> None:
    """The base and the last year were published in January; two checks later moved some records."""
    plan = default_plan()
    measures = [indicator.measure for indicator in plan.indicators]
    bureau = audit.Actor(None, "区民政局业务科(演示)")
    for on, published in ((plan.base, date(2021, 1, 20)), (plan.last_day, date(2026, 1, 20))):
        if published <= clock.today():
            with clock.stopped_at(published):
                publish(plan=plan, measures=measures, on=on, actor=bureau)
    if clock.today() > date(2026, 3, 12):
        with clock.stopped_at(date(2026, 3, 12)):
            _correct(plan.last_day)


def _correct(on: date) -> None:
    """A check finds beds that are no nursing beds, a void certificate, a capacity set too high."""
    for term in BedTerm.objects.on(on).filter(nursing=True, dementia=False).order_by("-id")[:4]:
        term.nursing = False
        term.save(update_fields=["nursing"])
        audit.record(_REGISTRAR, "更正床位类型", term, {"原因": "现场核查: 不具备护理设备"})
    certificate = Certificate.objects.on(on).filter(kind=Certificate.Kind.CAREGIVER).latest("id")
    certificate.valid_to = max(date(2025, 12, 1), certificate.valid_from.replace(day=28))
    certificate.save(update_fields=["valid_to"])
    audit.record(_REGISTRAR, "更正证书有效期", certificate, {"原因": "发证机构反馈: 证书已注销"})
    capacity = Capacity.objects.on(on).filter(amount__gt=60).latest("id")
    capacity.amount -= 20
    capacity.save(update_fields=["amount"])
    audit.record(_REGISTRAR, "更正供客能力", capacity, {"原因": "核查: 厨房规模不足"})
