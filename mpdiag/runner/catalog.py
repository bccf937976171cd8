"""Which probes there are: every module below `mpdiag/probes/SUBJECT/`."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Protocol, cast

from mpdiag import errors, probes
from mpdiag.results.model import Effort

SCHEDULES = ("shared", "state", "timed", "waiting")
"""How the cells of a probe may be run; CONTRIBUTING.md tells what each means."""


class ProbeModule(Protocol):
    """What a probe module must have. CONTRIBUTING.md tells the optional names."""

    __name__: str
    __doc__: str | None
    REVISION: int
    ROWS: Mapping[str, str]

    def parent(self, ctx: Any, cell: Any) -> Mapping[str, object] | None:
        """Play the user's program; return the observations."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One probe, with its optional names filled in."""

    name: str
    module: ProbeModule

    @property
    def subject(self) -> str:
        return self.name.partition(".")[0]

    @property
    def title(self) -> str:
        return (self.module.__doc__ or "").strip().partition("\n")[0].rstrip(".")

    @property
    def rows(self) -> Mapping[str, str]:
        """Observation id -> label."""
        return self.module.ROWS

    @property
    def schedule(self) -> str:
        """One of SCHEDULES. Raises ValueError for another: the cells of such a probe would never run."""
        schedule = str(getattr(self.module, "SCHEDULE", "state"))
        if schedule not in SCHEDULES:
            raise ValueError(f"{self.name} has an unknown SCHEDULE: {schedule!r}")
        return schedule

    @property
    def quick(self) -> bool:
        """Whether it belongs to a first look: `--quick` leaves it out otherwise."""
        return bool(getattr(self.module, "QUICK", True))

    @property
    def deadline(self) -> float:
        """Seconds that one cell may take."""
        return float(getattr(self.module, "DEADLINE", 30.0))

    @property
    def key(self) -> tuple[str, ...] | None:
        """Names of the samples whose precision decides when to stop; None: all that are times."""
        return getattr(self.module, "KEY", None)

    @property
    def main(self) -> str | None:
        """Source of the top of the cell's main file; None: the cell has no main that is run again."""
        return getattr(self.module, "MAIN", None)

    @property
    def variants(self) -> Mapping[str | None, str | None]:
        """Variant -> source of the top of its main file. One without a name, where there are none."""
        return getattr(self.module, "VARIANTS", None) or {None: self.main}

    def budget(self, effort: str) -> float:
        """Seconds for the rounds of all methods together."""
        usual = {"quick": 0.6, "default": 2.0, "rigorous": 15.0}
        return float(getattr(self.module, "BUDGET", usual)[effort])

    def cause_of(self, observation: str) -> str | None:
        """The code of the cause of a difference in this observation."""
        cause = getattr(self.module, "CAUSE", None)
        return cause.get(observation) if isinstance(cause, Mapping) else cause


@functools.cache
def load() -> dict[str, Probe]:
    """All probes by name, such as `inherited.globals`, in the order of subjects and names."""
    found = {}
    for info in pkgutil.walk_packages(probes.__path__, probes.__name__ + "."):
        name = info.name.removeprefix(probes.__name__ + ".")
        module = importlib.import_module(info.name)
        if not info.ispkg and hasattr(module, "parent"):
            found[name] = Probe(name=name, module=cast(ProbeModule, module))
    return dict(sorted(found.items()))


def choose(patterns: Sequence[str], effort: Effort = "default") -> list[Probe]:
    """The probes that these names, subjects or globs mean; where there are none, all that suit this effort.

    Raises UsageError for a word that means no probe.
    """
    known = load()
    if not patterns:
        return [probe for probe in known.values() if probe.quick or effort != "quick"]
    chosen: dict[str, Probe] = {}
    for pattern in patterns:
        matches = {name: probe for name, probe in known.items() if _means(pattern, probe)}
        if not matches:
            names = [*known, *(name.partition(".")[2] for name in known), *subjects()]
            raise errors.unknown("probe", pattern, names, "'mpdiag list probes' shows them all.")
        chosen |= matches
    return [known[name] for name in known if name in chosen]


def subjects() -> list[str]:
    """The subjects that have probes."""
    return list(dict.fromkeys(probe.subject for probe in load().values()))


def _means(pattern: str, probe: Probe) -> bool:
    names = (probe.name, probe.subject, probe.name.partition(".")[2])
    return any(fnmatchcase(name, pattern) for name in names)
