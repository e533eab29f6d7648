"""The font of the PDF. Without it the typesetter would put wrong signs for every Chinese one."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from yingzhou.insight.report.blocks import ReportError

PACKAGE = Path("node_modules/@expo-google-fonts/noto-sans-sc")
WEIGHTS = ("400Regular", "700Bold")


def font_folders() -> list[str]:
    """Folders with the weights that the report uses; :class:`ReportError` where one is missing."""
    folders = [Path(settings.BASE_DIR) / PACKAGE / weight for weight in WEIGHTS]
    for folder in folders:
        if not any(folder.glob("*.ttf")):
            raise ReportError(
                f"缺少报告所用的中文字体: {PACKAGE / folder.name} 下没有字体文件。"
                "请先运行 make setup 装好字体, 再生成报告; 没有生成任何文件"
            )
    return [str(folder) for folder in folders]
