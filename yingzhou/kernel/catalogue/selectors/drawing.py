"""A process as inline SVG: a column for each who acts, a row for each stage.

A row holds one box, so that a line may run along it, and the gutters between the columns are free:
no line ever crosses a box.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yingzhou.kernel.catalogue.items.parts import ACTORS

from .steps import Step, Way

BOX, ROW, GUTTER, HEAD = (148, 48), 84, 64, 34
ENDS = "ends"
SPREAD, TRACK = 12, 8
"""Between lines that leave a box on one side; between lines in a gutter."""
FIRST_OUT, IN = -18, 19
"""Lines leave from the upper part of a side downwards, and come in at its foot."""
TIP = 6


@dataclass
class _Plan:
    lanes: list[str]
    rows: dict[str, int]
    lane_of: dict[str, str]
    tracks: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def left(self, stage: str) -> float:
        return GUTTER + self.lanes.index(self.lane_of[stage]) * (BOX[0] + GUTTER)

    def middle(self, stage: str) -> float:
        return HEAD + self.rows[stage] * ROW + ROW / 2

    def track(self, gutter: int) -> float:
        """The place of the next line in a gutter, counted from the left edge of the drawing."""
        taken = self.tracks[gutter]
        self.tracks[gutter] += 1
        return gutter * (BOX[0] + GUTTER) + 12 + taken % 6 * TRACK


def draw(steps: list[Step], label: str) -> SafeString:
    plan = _planned(steps)
    width = len(plan.lanes) * (BOX[0] + GUTTER) + GUTTER
    height = HEAD + len(steps) * ROW
    lines = [line for step in steps for line in _lines(step, plan)]
    return format_html(
        '<svg class="process" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">'
        "{}{}{}</svg>",
        width,
        height,
        width,
        label,
        format_html_join(
            "", "{}", ((_lane(n, lane, height),) for n, lane in enumerate(plan.lanes))
        ),
        format_html_join("", "{}", ((line,) for line in lines)),
        format_html_join("", "{}", ((_box(step, plan),) for step in steps)),
    )


def _planned(steps: list[Step]) -> _Plan:
    lane_of = {s.stage.key: ENDS if s.stage.is_final else s.stage.by for s in steps}
    lanes = [lane for lane in (*ACTORS, ENDS) if lane in lane_of.values()]
    rows = {step.stage.key: row for row, step in enumerate(steps)}
    return _Plan(lanes, rows, lane_of)


def _lane(n: int, lane: str, height: float) -> SafeString:
    left = GUTTER + n * (BOX[0] + GUTTER)
    return format_html(
        '<rect class="lane" x="{}" y="0" width="{}" height="{}" rx="10"/>'
        '<text class="head" x="{}" y="22">{}</text>',
        left - 8,
        BOX[0] + 16,
        height,
        left + BOX[0] / 2,
        ACTORS.get(lane, "办结"),
    )


def _box(step: Step, plan: _Plan) -> SafeString:
    stage = step.stage
    left, top = plan.left(stage.key), plan.middle(stage.key) - BOX[1] / 2
    centre, sub = left + BOX[0] / 2, SafeString("")
    if step.clocks:
        period = step.clocks[0].period
        sub = format_html('<text class="sub" x="{}" y="{}">{}</text>', centre, top + 38, period)
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="8"/>'
        '<text x="{}" y="{}">{}</text>{}',
        "box is-end" if stage.is_final else "box",
        left,
        top,
        *BOX,
        centre,
        top + (21 if step.clocks else 29),
        stage.name,
        sub,
    )


def _lines(step: Step, plan: _Plan) -> list[SafeString]:
    """Those that leave a box, spread over its sides in the order of their numbers."""
    sides: dict[str, list[Way]] = defaultdict(list)
    for one in step.ways:
        sides[_side(step.stage.key, one.target.key, plan)].append(one)
    made = []
    for side, ways in sides.items():
        for place, one in enumerate(ways):
            off = FIRST_OUT + place * SPREAD
            made.append(_line(step.stage.key, one, plan, side, off))
    return made


def _side(source: str, target: str, plan: _Plan) -> str:
    """Where a line leaves: below for the next row of the same column."""
    one, two = (plan.lanes.index(plan.lane_of[key]) for key in (source, target))
    if one == two:
        return "below" if plan.rows[target] == plan.rows[source] + 1 else "left"
    return "right" if two > one else "left"


def _line(source: str, one: Way, plan: _Plan, side: str, off: float) -> SafeString:
    target = one.target.key
    if side == "below":
        x = plan.left(source) + BOX[0] / 2
        top, end = plan.middle(source) + BOX[1] / 2, plan.middle(target) - BOX[1] / 2
        tip = f"M{x - TIP} {end - TIP}L{x} {end}L{x + TIP} {end - TIP}"
        return _arrow(f"M{x} {top}V{end}", tip, one, x + 6, top + 14)
    lane, own = plan.lanes.index(plan.lane_of[target]), plan.lane_of[target] == plan.lane_of[source]
    into_right = side == "left" and not own
    across = plan.track(lane + 1 if into_right else lane)
    start = plan.left(source) + (BOX[0] if side == "right" else 0)
    end = plan.left(target) + (BOX[0] if into_right else 0)
    y, to = plan.middle(source) + off, plan.middle(target) + IN
    back = TIP if into_right else -TIP
    tip = f"M{end + back} {to - TIP}L{end} {to}L{end + back} {to + TIP}"
    label = start + 4 if side == "right" else start - 14
    return _arrow(f"M{start} {y}H{across}V{to}H{end}", tip, one, label, y - 3)


def _arrow(path: str, tip: str, one: Way, x: float, y: float) -> SafeString:
    name = f"{one.number}. {one.way.name}"
    return format_html(
        '<g class="{}"><title>{}</title><path d="{}"/><path class="tip" d="{}"/>'
        '<text class="number" x="{}" y="{}">{}</text></g>',
        "way is-own" if one.way.by == "system" else "way",
        name,
        path,
        tip,
        x,
        y,
        one.number,
    )
