"""Pages under /board/."""

from .caseload import caseload, caseload_excel
from .contradictions import check, contradictions
from .home import home
from .indicator import changes, indicator, indicator_excel, publish, recompute
from .records import records, records_excel
from .report import report, report_file
from .tasks import tasks

__all__ = [
    "caseload",
    "caseload_excel",
    "changes",
    "check",
    "contradictions",
    "home",
    "indicator",
    "indicator_excel",
    "publish",
    "recompute",
    "records",
    "records_excel",
    "report",
    "report_file",
    "tasks",
]
