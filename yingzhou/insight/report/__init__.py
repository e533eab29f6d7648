"""The evaluation report (规划评估, plan F3): one content, as PDF and as Word.

``build_pdf(plan, day)`` and ``build_docx(plan, day)`` give bytes; ``file_name`` a name for the
download. :class:`ReportError` says in Chinese why there can be no report.
"""

from .blocks import ReportError
from .pdf import build_pdf
from .word import build_docx, file_name

__all__ = ["ReportError", "build_docx", "build_pdf", "file_name"]
