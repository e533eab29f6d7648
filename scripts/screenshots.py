"""Makes the pictures of docs/screenshots anew: ``make screenshots``.

Serves the demo district (built already by ``make demo``), signs in with its demo accounts and
photographs every page of ``SHOTS`` at 1440 and at 390 pixels. Names given as arguments limit it:
``scripts/screenshots.py board``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import browser as support  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = ROOT / "docs" / "screenshots"


@dataclass(frozen=True)
class Shot:
    """``account``: a demo login, or empty for a visitor. ``whole``: the page to its very end."""

    name: str
    path: str
    account: str = ""
    whole: bool = False


SHOTS = (
    Shot("portal", "/"),
    Shot("login", "/accounts/login/"),
    Shot("board", "/board/", "leader"),
    Shot("town", "/board/?division=310151101000", "leader"),
    Shot("indicator", "/board/indicator/2021-2025/4/", "leader", whole=True),
    Shot("tasks", "/board/tasks/", "leader"),
    Shot("contradictions", "/board/contradictions/", "leader"),
    Shot("records", "/board/records/nursing_beds/?date=2025-12-31", "leader"),
    Shot("report", "/board/report/", "leader"),
    Shot("desk", "/desk/", "bureau"),
    Shot("people", "/desk/people/", "town"),
    Shot("places", "/desk/places/", "bureau"),
    Shot("divisions", "/desk/divisions/", "bureau"),
    Shot("imports", "/desk/imports/", "town"),
    Shot("accounts", "/accounts/manage/", "administrator"),
    Shot("audit", "/accounts/audit/", "auditor"),
)


def _photograph(browser: Browser, address: str, shot: Shot, size: dict[str, int]) -> None:
    context = browser.new_context(base_url=address, viewport=size, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    if shot.account:
        support.login(page, shot.account)
    answer = page.goto(shot.path, wait_until="networkidle")
    status = answer.status if answer else 0
    file = FOLDER / f"{shot.name}-{size['width']}.png"
    if status == 200:
        page.screenshot(path=file, full_page=shot.whole, animations="disabled")
    print(f"  {status}  {shot.path:<28} {file.relative_to(ROOT)}")
    context.close()


def main(names: list[str]) -> int:
    if support.chromium() is None:
        print("no Chromium on this machine: apt-get install chromium fonts-noto-cjk")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    log = Path(tempfile.mkdtemp()) / "server.log"
    environment = {
        **os.environ,
        "YINGZHOU_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    with support.served(environment, log) as address, support.launched() as browser:
        for shot in shots:
            for size in (support.DESKTOP, support.PHONE):
                _photograph(browser, address, shot, size)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
