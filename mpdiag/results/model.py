"""What one run of `mpdiag report` found. Base units only: seconds, bytes, counts.

`store` reads and writes it; every report is made from it alone, so that a report about
Windows can be made on any laptop.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

StartMethod = Literal["fork", "spawn", "forkserver"]
METHODS: tuple[StartMethod, ...] = ("fork", "forkserver", "spawn")
"""In the order in which every table shows them: from what is shared to what is fresh."""

Outcome = Literal["observed", "unavailable", "crashed", "timed-out", "harness-error", "skipped"]
Verdict = Literal["as-expected", "surprise"]
Effort = Literal["quick", "default", "rigorous"]
Unit = Literal["s", "byte", "1", "1/s", "byte/s"]
Count = Annotated[int, Meta(ge=0)]


class _Record(Struct, frozen=True):
    """Unknown keys in a file are ignored. msgspec does not inherit `kw_only`, type checkers not `frozen`."""


class Tool(_Record, frozen=True, kw_only=True):
    """Which program wrote the file."""

    name: str
    version: str


class Options(_Record, frozen=True, kw_only=True):
    """What was asked for."""

    methods: tuple[StartMethod, ...]
    probes: tuple[str, ...]
    effort: Effort
    # Probes that are no part of a run with this effort.
    left_out: Count = 0


class Python(_Record, frozen=True, kw_only=True):
    """The interpreter that played the user's program."""

    implementation: str
    version: str
    gil: bool
    frozen: bool
    modules_at_start: Count
    # .pth files in site-packages that run code at every interpreter start.
    startup_hooks: Count
    # Build flags that decide speed, such as "pgo" and "lto"; None where the build does not say.
    optimized: bool | None = None
    debug: bool = False


class Platform(_Record, frozen=True, kw_only=True):
    """The operating system. `wine` marks Windows CPython under Wine, which is not Windows."""

    system: str
    release: str
    machine: str
    libc: str | None = None
    container: str | None = None
    wine: str | None = None


class Multiprocessing(_Record, frozen=True, kw_only=True):
    """What `multiprocessing` offers here."""

    default: StartMethod
    available: tuple[StartMethod, ...]
    # False where the system has no working sem_open.
    semaphores: bool


class Limits(_Record, frozen=True, kw_only=True):
    """Limits that decide what some probes can see; None where the system has none or does not say."""

    open_files: int | None = None
    shared_memory_bytes: int | None = None
    cpus_usable: Count = 1


class Conditions(_Record, frozen=True, kw_only=True):
    """What the figures of time depend on."""

    load_1min: float | None = None
    clock_resolution_s: float = 0.0
    transparent_hugepages: str | None = None


class Ci(_Record, frozen=True, kw_only=True):
    """The CI system, if any."""

    provider: str
    job: str | None = None


class Environment(_Record, frozen=True, kw_only=True):
    """The machine and the interpreter, without names of users, hosts or folders."""

    python: Python
    platform: Platform
    multiprocessing: Multiprocessing
    limits: Limits
    conditions: Conditions
    psutil: str
    ci: Ci | None = None


class Exit(_Record, frozen=True, kw_only=True):
    """How the parent of a cell ended: an exit code, or the name of a signal."""

    code: int | None = None
    signal: str | None = None


class Sample(_Record, frozen=True, kw_only=True):
    """Measured values of one quantity, raw and in the order of measuring."""

    name: str
    unit: Unit
    # For memory: uss, pss, rss or private (private dirty pages).
    metric: str | None = None
    values: tuple[float, ...] = ()
    # Why there is no value; None where there are values.
    unavailable: str | None = None


class Cell(_Record, frozen=True, kw_only=True):
    """One probe under one start method, and one variant where the probe has several."""

    id: str
    probe: str
    revision: Annotated[int, Meta(ge=1)]
    method: StartMethod
    variant: str | None = None
    outcome: Outcome
    # Why, where the outcome is not "observed".
    reason: str | None = None
    observations: dict[str, Any] = field(default_factory=dict)
    # What the probe's author says will be observed; a list under "any of" where several may be.
    expected: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict | None = None
    exit: Exit = Exit()
    # The traceback of a harness error.
    error: str | None = None
    stderr_tail: str = ""
    # Where what hangs stands: the stacks of all threads, by "OBSERVATION PROCESS".
    evidence: dict[str, str] = field(default_factory=dict)
    # Why measuring stopped: "precise" (the interval is narrow enough) or "budget" (time was spent).
    stopped: Literal["precise", "budget"] | None = None
    rounds: Count = 0
    samples: tuple[Sample, ...] = ()
    duration_s: float = 0.0
    # Seconds of duration_s in which observed processes ran, as against our looking and waiting.
    observed_s: float = 0.0


class Row(_Record, frozen=True, kw_only=True):
    """One behaviour: what the table shows about an observation, under each start method."""

    id: str
    probe: str
    label: str
    cause: str | None = None
    # Expected where this run was not: {"Windows": "...", "macOS": "...", "Linux 3.14": "..."}.
    elsewhere: dict[str, Any] = field(default_factory=dict)


class CauseSeen(_Record, frozen=True, kw_only=True):
    """A cause that this run shows, with the cells that show it."""

    code: str
    cells: tuple[str, ...]


class Run(_Record, frozen=True, kw_only=True):
    """All cells of one invocation, and the environment they ran in."""

    schema: Literal["mpdiag-run"] = "mpdiag-run"
    schema_version: int
    tool: Tool
    # UTC, as in 2031-05-04T09:12:44Z.
    started: str
    duration_s: float
    # Share of duration_s in which observed processes were at work.
    observed_share: float
    # True where the run was cut short: the cells are those that were finished.
    interrupted: bool = False
    options: Options
    environment: Environment
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]
    causes: tuple[CauseSeen, ...]
    # The bare `python -c pass` of each round, in seconds: the yardstick for noise.
    yardstick: tuple[float, ...] = ()
