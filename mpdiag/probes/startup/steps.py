"""What start() does under each method, and which helper processes come into being.

Tools that count or kill child processes meet helpers that are nobody's worker; debuggers and profilers
look for the child below the wrong parent.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {
    "startup.fork-steps": "MP501",
    "startup.spawn-steps": "MP501",
    "startup.forkserver-steps": "MP119",
    "startup.helpers-lifetime": "MP119",
}
REVISION = 1
ROWS = {
    "startup.fork-steps": "the child begins as",
    "startup.spawn-steps": "the Process object is",
    "startup.forkserver-steps": "the child's parent process is",
    "startup.helpers-lifetime": "helpers left when all children are joined",
    "startup.helpers-lifetime:second-child": "helpers that a second child adds",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    begins = {
        "fork": "the parent's copy",
        "spawn": "a new interpreter",
        "forkserver": "the fork server's copy",
    }
    travels = {"fork": "not pickled", "spawn": "pickled, launched", "forkserver": "pickled, requested"}
    helpers = {"fork": "none", "spawn": "resource tracker", "forkserver": "fork server, resource tracker"}
    if features.windows:
        travels["spawn"] = "launched, pickled"
        helpers["spawn"] = "none"
    return {
        "startup.fork-steps": begins[method] if features.command_line_told else None,
        "startup.spawn-steps": travels[method],
        "startup.forkserver-steps": "the fork server" if method == "forkserver" else "the parent",
        "startup.helpers-lifetime": helpers[method],
        "startup.helpers-lifetime:second-child": "none",
    }


class Traveller:
    """An argument that notes when it is pickled."""

    def __init__(self, events: "list[str]") -> None:
        self.events = events

    def __reduce__(self) -> "tuple[object, ...]":
        self.events.append("pickled")
        return str, ()


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    events = _noted_launches(cell.method)
    command, its_parent = cell.start(child, Traveller(events))
    first = _helpers()
    journey = ", ".join(events)
    cell.start(child, None)
    added = [name for pid, name in _helpers().items() if pid not in first]
    observed: "dict[str, object]" = {
        "startup.spawn-steps": journey or "not pickled",
        "startup.forkserver-steps": _who(its_parent, first),
        "startup.helpers-lifetime": ", ".join(sorted(first.values())) or "none",
        "startup.helpers-lifetime:second-child": ", ".join(added) or "none",
    }
    if command:
        observed["startup.fork-steps"] = _beginning(command)
    return observed


def child(traveller: object) -> "tuple[list[str], int]":
    import os

    return command_line(), os.getppid()


def command_line() -> "list[str]":
    """How this process was started; empty where the system and a Python before 3.10 do not tell."""
    import os
    import sys

    if hasattr(sys, "orig_argv"):
        return sys.orig_argv
    if hasattr(os, "fork") and os.path.exists("/proc/self/cmdline"):
        with open("/proc/self/cmdline") as file:
            return file.read().split("\0")[:-1]
    return []


def _beginning(command: "list[str]") -> str:
    if command == command_line():
        return "the parent's copy"
    program = " ".join(command)
    if "multiprocessing.forkserver" in program:
        return "the fork server's copy"
    return "a new interpreter" if "spawn_main" in program else "something else"


def _noted_launches(method: str) -> "list[str]":
    """A list that is told when a new interpreter is launched, or a fork server asked for a child."""
    from multiprocessing import spawn

    events: "list[str]" = []

    def noting(event: str, function: "object") -> "object":
        def wrapper(*args: object, **options: object) -> object:
            events.append(event)
            return function(*args, **options)  # type: ignore[operator]

        return wrapper

    spawn.get_command_line = noting("launched", spawn.get_command_line)  # type: ignore[assignment]
    if method == "forkserver":
        from multiprocessing import forkserver

        forkserver.connect_to_new_process = noting("requested", forkserver.connect_to_new_process)  # type: ignore[assignment]
    return events


def _helpers() -> "dict[int, str]":
    """The helper processes of this program that are alive, by their process ids."""
    import os
    import sys

    known = {}
    for module, keeper, attribute, name in (
        ("resource_tracker", "_resource_tracker", "_pid", "resource tracker"),
        ("forkserver", "_forkserver", "_forkserver_pid", "fork server"),
    ):
        loaded = sys.modules.get("multiprocessing." + module)
        pid = getattr(getattr(loaded, keeper, None), attribute, None)
        if pid is not None:
            os.kill(pid, 0)
            known[pid] = name
    return known


def _who(pid: int, helpers: "dict[int, str]") -> str:
    import os

    return "the parent" if pid == os.getpid() else "the " + helpers.get(pid, "unknown")
