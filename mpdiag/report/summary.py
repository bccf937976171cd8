"""What a report says about a run, before it is text: shared by every format that people read."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mpdiag.explain import expect, match, pages
from mpdiag.results.model import METHODS, Cell, Row, Run, StartMethod

PLATFORMS: Mapping[StartMethod, str] = {
    "fork": "Linux ≤3.13",
    "forkserver": "Linux ≥3.14",
    "spawn": "macOS, Windows",
}
"""Where a start method is the default one (gh-84559, bpo-33725)."""

# The places whose expected values tell about a method that was not run here.
_STANDS_FOR: Mapping[StartMethod, tuple[str, ...]] = {
    "fork": ("Linux 3.13",),
    "forkserver": ("Linux 3.14",),
    "spawn": ("macOS", "Windows"),
}

_GRAVITY = ("crashed", "timed-out", "harness-error", "skipped", "unavailable")

_BRIEF = (
    (re.compile(r"raises (\w+) in start\(\)"), "fails at start"),
    (re.compile(r"raises (\w+) in the child"), "fails in child"),
    (re.compile(r"(dies|hangs)\b.*"), r"\1"),
)


# Causes that people meet most and that hurt most, in this order, from a reading of some 400 public bug
# reports; the others follow by their number. Where one behaviour stands out as the example, it is named.
PROMINENT = {
    "MP101": "inherit.globals",
    "MP302": "main.interactive:prompt",
    "MP606": "hazard.library-thread",
    "MP202": "kind.lock:argument",
    "MP109": "inherit.fds",
    "MP201": "kind.lambda:target",
    "MP301": "main.missing-guard",
    "MP103": "inherit.logging-config:info",
    "MP106": "inherit.random-instance",
    "MP604": "ipc.shm-child-attach:created",
    "MP203": "kind.decorated-function:target",
    "MP405": "block.Lock:unreferenced",
    "MP401": "inherit.lock-other-thread",
    "MP207": "pickle.pool-exception-load-error",
    "MP305": "propagate.sys-path:preload",
    "MP117": "inherit.mutations-not-returned:global",
    "MP111": "inherit.unflushed-parent-files",
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What stands under one start method. Not everything there was seen."""

    text: str
    kind: Literal["observed", "expected", "surprise", "missing"] = "observed"

    @property
    def brief(self) -> str:
        """The text in a word or three."""
        for pattern, short in _BRIEF:
            if found := pattern.fullmatch(self.text):
                return found.expand(short)
        return self.text

    @property
    def loud(self) -> bool:
        return match.is_loud(self.text)


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """A row of the tables."""

    row: Row
    variant: str | None
    shown: Mapping[StartMethod, Shown]

    @property
    def label(self) -> str:
        return f"{self.row.label} ({self.variant})" if self.variant else self.row.label

    @property
    def subject(self) -> str:
        return self.row.probe.partition(".")[0]

    @property
    def length(self) -> int:
        """How much room it takes in a table."""
        return len(self.label) + max((len(shown.brief) for shown in self.shown.values()), default=0)

    @property
    def differs(self) -> bool:
        return len({shown.text for shown in self.shown.values()}) > 1

    @property
    def loud(self) -> bool:
        return any(shown.loud for shown in self.shown.values())


@dataclass(frozen=True, kw_only=True)
class Group:
    """The differing behaviours of one cause."""

    code: str
    behaviours: Sequence[Behaviour]

    @property
    def example(self) -> Behaviour:
        """The one that people know, else the one that is said in the fewest words."""
        known = PROMINENT.get(self.code)
        alike = [behaviour for behaviour in self.behaviours if behaviour.loud == self.loud]
        return min(alike, key=lambda one: (one.row.id != known, one.length))

    @property
    def loud(self) -> bool:
        """Whether most of its behaviours are: a cause stands in one table."""
        return 2 * sum(behaviour.loud for behaviour in self.behaviours) > len(self.behaviours)

    @property
    def remedy(self) -> str:
        """The cause's remedy in a few words; empty where this version has no page of it."""
        page = pages.load().get(self.code)
        return page.in_short if page else ""


@dataclass(frozen=True, kw_only=True)
class Surprise:
    """Something that was observed otherwise than expected."""

    label: str
    method: StartMethod
    observed: str
    expected: str


@dataclass(frozen=True, kw_only=True)
class NotObserved:
    """Cells that ended in the same way for the same reason."""

    outcome: str
    reason: str
    cells: Sequence[Cell]


class Summary:
    """A run, sorted by what matters to the reader."""

    def __init__(self, run: Run) -> None:
        self.run = run
        here = run.environment.multiprocessing.available
        self.methods = tuple(method for method in METHODS if method in run.options.methods)
        self.absent = tuple(method for method in self.methods if method not in here)
        """What does not exist here, and is told as expected."""

    @functools.cached_property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """Every row that was observed under some method."""
        cells = {cell.id: cell for cell in self.run.cells}
        return tuple(
            self._behaviour(found, [cells[name] for name in found.cells])
            for found in match.behaviours(self.run.cells, self.run.rows)
        )

    @property
    def differing(self) -> tuple[Behaviour, ...]:
        return tuple(behaviour for behaviour in self.behaviours if behaviour.differs)

    @functools.cached_property
    def silent(self) -> tuple[Group, ...]:
        """Causes whose differences nobody is told about, what matters most first."""
        return tuple(group for group in self._groups if not group.loud)

    @functools.cached_property
    def loud(self) -> tuple[Group, ...]:
        """Causes whose differences raise, hang or die, what matters most first."""
        return tuple(group for group in self._groups if group.loud)

    @functools.cached_property
    def _groups(self) -> tuple[Group, ...]:
        return _groups(self.differing)

    @functools.cached_property
    def surprises(self) -> tuple[Surprise, ...]:
        labels = {row.id: row.label for row in self.run.rows}
        return tuple(
            Surprise(
                label=labels.get(name, name) + (f" ({cell.variant})" if cell.variant else ""),
                method=cell.method,
                observed=words(cell.observations[name]) if name in cell.observations else "nothing",
                expected=words(cell.expected[name]) if name in cell.expected else "nothing",
            )
            for cell in self.run.cells
            if cell.verdict == "surprise"
            for name in expect.surprises(cell.observations, cell.expected)
        )

    @functools.cached_property
    def not_observed(self) -> tuple[NotObserved, ...]:
        """What exists here and yet was not seen: the gravest first, then the most frequent."""
        groups: dict[tuple[str, str], list[Cell]] = {}
        for cell in self.run.cells:
            if cell.outcome != "observed" and cell.method not in self.absent:
                groups.setdefault((cell.outcome, cell.reason or "no reason given"), []).append(cell)
        found = [NotObserved(outcome=key[0], reason=key[1], cells=cells) for key, cells in groups.items()]
        return tuple(sorted(found, key=lambda one: (_GRAVITY.index(one.outcome), -len(one.cells))))

    @functools.cached_property
    def subjects(self) -> tuple[str, ...]:
        """In the order of the run."""
        probes = [cell.probe for cell in self.run.cells] + [row.probe for row in self.run.rows]
        return tuple(dict.fromkeys(probe.partition(".")[0] for probe in probes))

    def _behaviour(self, found: match.Behaviour, cells: Sequence[Cell]) -> Behaviour:
        surprising = {cell.method for cell in cells if found.row.id in _surprises(cell)}
        shown: dict[StartMethod, Shown] = {}
        for method in self.methods:
            if method in found.values:
                kind: Literal["observed", "surprise"] = "surprise" if method in surprising else "observed"
                shown[method] = Shown(text=words(found.values[method]), kind=kind)
            elif method in self.absent and (stand_in := _stand_in(found.row, method)):
                shown[method] = Shown(text=stand_in, kind="expected")
        return Behaviour(row=found.row, variant=found.variant, shown=shown)


def words(value: Any) -> str:
    """An observed or expected value as text."""
    choices = expect.choices(value)
    if len(choices) > 1:
        return " or ".join(_word(choice) for choice in choices)
    return _word(choices[0]) if choices else "nothing"


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _groups(behaviours: Iterable[Behaviour]) -> tuple[Group, ...]:
    found: dict[str, list[Behaviour]] = {}
    for behaviour in behaviours:
        found.setdefault(behaviour.row.cause or "", []).append(behaviour)
    groups = [Group(code=code, behaviours=members) for code, members in found.items()]
    ranks = {code: rank for rank, code in enumerate(PROMINENT)}
    return tuple(
        sorted(groups, key=lambda one: (ranks.get(one.code, len(ranks)), -len(one.behaviours), one.code))
    )


def _surprises(cell: Cell) -> tuple[str, ...]:
    return expect.surprises(cell.observations, cell.expected) if cell.verdict == "surprise" else ()


def _stand_in(row: Row, method: StartMethod) -> str | None:
    for place in _STANDS_FOR[method]:
        if place in row.elsewhere:
            return words(row.elsewhere[place])
    return None
