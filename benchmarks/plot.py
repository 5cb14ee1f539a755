"""Rows against seconds, both logarithmic, as SVG written by hand: no library draws two axes in less."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.summary import Result

WIDTH: Final = 760
HEIGHT: Final = 440
LEFT, TOP, RIGHT, BOTTOM = 70, 40, 230, 50
# Okabe and Ito's colours, which colour-blind people tell apart.
COLOURS: Final = ("#000000", "#999999", "#d55e00", "#0072b2", "#009e73", "#cc79a7")


class Scale(NamedTuple):
    """One logarithmic axis: the decades it spans and the pixels they lie on."""

    first: int
    last: int
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (log10(value) - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)


def draw(results: Sequence[Result], path: Path) -> None:
    """The first import of an ordered file, by every contender; nothing when it was not measured."""
    shown = [r for r in results if r.case == "a" and r.kind == "ordered"]
    if not shown:
        return
    across = scale([result.rows for result in shown], LEFT, WIDTH - RIGHT)
    up = scale([result.median for result in shown], HEIGHT - BOTTOM, TOP)
    parts = [*frame(), *grid(across, up)]
    for number, name in enumerate(dict.fromkeys(result.contender for result in shown)):
        line = [result for result in shown if result.contender == name]
        parts += series(sorted(line, key=lambda r: r.rows), across, up, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>", ""]))


def scale(values: Sequence[float], start: float, end: float) -> Scale:
    first, last = floor(log10(min(values))), ceil(log10(max(values)))
    return Scale(first, max(last, first + 1), start, end)


def frame() -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        label(LEFT, 24, "First import of a file, all customers new: seconds by rows", size=14),
    ]


def grid(across: Scale, up: Scale) -> list[str]:
    parts = []
    for decade in range(across.first, across.last + 1):
        x = across.at(10**decade)
        parts.append(rule(x, up.start, x, up.end))
        parts.append(label(x, up.start + 20, f"{10**decade:,}", anchor="middle"))
    for decade in range(up.first, up.last + 1):
        y = up.at(10**decade)
        parts.append(rule(across.start, y, across.end, y))
        parts.append(label(across.start - 8, y + 4, f"{10.0**decade:g} s", anchor="end"))
    return [*parts, label(across.end, up.start + 38, "rows", anchor="end")]


def series(line: Sequence[Result], across: Scale, up: Scale, number: int) -> list[str]:
    """One contender: its line of medians, a bar from its fastest to its slowest round, its name."""
    colour = COLOURS[number % len(COLOURS)]
    points = " ".join(f"{across.at(r.rows):.1f},{up.at(r.median):.1f}" for r in line)
    parts = [f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for result in line:
        x = across.at(result.rows)
        fastest, slowest = up.at(min(result.seconds)), up.at(max(result.seconds))
        parts.append(rule(x, fastest, x, slowest, colour))
        parts.append(
            f'<circle cx="{x:.1f}" cy="{up.at(result.median):.1f}" r="3.5" fill="{colour}"/>'
        )
    y = TOP + 20 * number + 8
    x = WIDTH - RIGHT + 16
    parts.append(f'<rect x="{x}" y="{y - 9}" width="12" height="12" fill="{colour}"/>')
    return [*parts, label(x + 18, y + 1, line[0].contender)]


def rule(x1: float, y1: float, x2: float, y2: float, colour: str = "#dddddd") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def label(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'
