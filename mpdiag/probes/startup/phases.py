"""What the time of a later child is spent on, from start() to join().

Whoever wants faster starts has to know which part is theirs (the main file, the arguments) and which is
the interpreter's. "launch" ends when the new process exists, "end" begins with the target's last line.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell

CAUSE = "MP501"
REVISION = 1
QUICK = False
SCHEDULE = "timed"
BUDGET = {"quick": 0.25, "default": 1.5, "rigorous": 10.0}
KEY = ("first line",)
ROWS = {"startup.spawn-steps:phases": "between launch and target, each time"}
EXPECTATION = {
    "startup.spawn-steps:phases": {
        "fork": "nothing",
        "spawn": "interpreter, imports, main again, unpickling",
        "forkserver": "main again, unpickling",
    },
}

MAIN = """\
import os
import sys
import time


def child(path):
    stamping = sys.modules["mpdiag.cell.stamping"]
    stamping.taken["first line"] = time.perf_counter()
    with open(path, "w") as file:
        for item in stamping.taken.items():
            print("%s=%r" % item, file=file)
        print("last line=%r" % time.perf_counter(), file=file)


"""

PROLOGUE = (
    "import time; begun = time.perf_counter(); "
    "from multiprocessing.spawn import spawn_main; imported = time.perf_counter(); "
    "from mpdiag.cell import stamping; stamping.taken.update(begun=begun, imported=imported); "
    "stamping.stamp('ready'); "
)
"""Goes before the program that a spawned interpreter is given with -c. No double quotes: Windows."""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    times: "dict[str, float]" = {}
    if cell.method == "fork":
        from mpdiag.cell import stamping as stamping
    elif cell.method == "forkserver":
        ctx.set_forkserver_preload(["__main__", "mpdiag.cell.stamping"])
    else:
        _stamp_spawned_children(times)
    for _ in range(2):
        phases = _phases_of_one(ctx, times)
    for _ in cell.rounds():
        phases = _phases_of_one(ctx, times)
        for name, seconds in phases.items():
            cell.sample(name, "s", seconds)
        cell.sample("first line", "s", times["first line"] - times["called"])
    between = [name for name in phases if name not in ("launch", "bootstrap", "end")]
    return {"startup.spawn-steps:phases": ", ".join(between) or "nothing"}


def _phases_of_one(ctx: "BaseContext", times: "dict[str, float]") -> "dict[str, float]":
    """Start one child; fill `times` with what was stamped; return the seconds of each phase."""
    import sys
    import time

    times.clear()
    process = ctx.Process(target=sys.modules["__main__"].child, args=("times",))  # type: ignore[attr-defined]
    called = time.perf_counter()
    process.start()
    process.join()
    joined = time.perf_counter()
    with open("times") as file:
        times.update((name, float(value)) for name, value in (line.split("=") for line in file))
    times.update(called=called, joined=joined)
    if "begun" in times:
        phases = {
            "launch": times["launched"] - called,
            "interpreter": times["begun"] - times["launched"],
            # without the import of `stamping`, which no other child has to do
            "imports": times["imported"] - times["begun"] + times["loading"] - times["ready"],
        }
    else:
        phases = {"launch": times.get("loading", times["bootstrapping"]) - called}
    if "prepared" in times:
        phases["main again"] = times["prepared"] - times["loading"]
        phases["unpickling"] = times["bootstrapping"] - times["prepared"]
    phases["bootstrap"] = times["first line"] - times["bootstrapping"]
    phases["end"] = joined - times["last line"]
    return phases


def _stamp_spawned_children(times: "dict[str, float]") -> None:
    """Have each new interpreter stamp its way, and note here when it was launched."""
    import time
    from multiprocessing import spawn, util

    get_command_line = spawn.get_command_line

    def with_prologue(**options: object) -> "list[str]":
        command = get_command_line(**options)
        program = command.index("-c") + 1
        command[program] = PROLOGUE + command[program]
        return command

    def noting(launch: "Callable[..., Any]") -> "Callable[..., Any]":
        def wrapper(*args: object) -> object:
            launched = launch(*args)
            times["launched"] = time.perf_counter()
            return launched

        return wrapper

    spawn.get_command_line = with_prologue
    try:
        import _winapi

        _winapi.CreateProcess = noting(_winapi.CreateProcess)  # type: ignore[attr-defined]
    except ImportError:
        util.spawnv_passfds = noting(util.spawnv_passfds)
