"""Who runs the top-level code of the main file again, and what that does.

A slow import or a download at the top of the script is paid in every worker; a log file that is opened
there with mode "w" is emptied by each of them, and an id that is made there differs in each.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {
    "main.reimport-count": "MP303",
    "startup.main-import-cost": "MP303",
    "main.reimport-count:log-file": "MP304",
    "main.reimport-count:run-id": "MP304",
}
REVISION = 1
ROWS = {
    "main.reimport-count": "who runs main's top level again",
    "startup.main-import-cost": "who works through a slow top level again",
    "main.reimport-count:log-file": 'log file that main opens with mode "w"',
    "main.reimport-count:run-id": "id that main makes at its top",
}

SLOW = 0.03
"""Seconds of processor time that the top of main takes."""

MAIN = f"""\
import os
import time

begun = time.process_time()
while time.process_time() < begun + {SLOW}:
    pass

with open("runs", "a") as runs:
    print(os.getpid(), file=runs)

log = open("run.log", "w")
run_id = os.urandom(8).hex()


def child(path):
    with open(path, "a") as answers:
        print(os.getpid(), run_id, time.process_time(), file=answers)


"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    server = method == "forkserver" and features.forkserver_preloads_main
    again = method != "fork"
    return {
        "main.reimport-count": "the fork server" if server else "every child" if again else "nobody",
        "startup.main-import-cost": "no child" if server or not again else "every child",
        "main.reimport-count:log-file": "emptied" if again else "kept",
        "main.reimport-count:run-id": "another than the parent's" if again else "the parent's",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os
    import sys

    main = sys.modules["__main__"]
    main.log.write("begun\n")
    main.log.flush()
    for _ in range(2):
        process = ctx.Process(target=main.child, args=("answers",))  # type: ignore[attr-defined]
        process.start()
        process.join()
    children = [line.split() for line in _lines("answers")]
    runs = _lines("runs")
    runs.remove(str(os.getpid()))
    same_id = {run_id for _, run_id, _ in children} == {main.run_id}
    slow = [float(spent) >= SLOW for _, _, spent in children]
    return {
        "main.reimport-count": _who(runs, [pid for pid, _, _ in children]),
        "startup.main-import-cost": "every child" if all(slow) else "some" if any(slow) else "no child",
        "main.reimport-count:log-file": "kept" if "begun" in _lines("run.log") else "emptied",
        "main.reimport-count:run-id": "the parent's" if same_id else "another than the parent's",
    }


def _lines(path: str) -> "list[str]":
    with open(path) as file:
        return file.read().split("\n")[:-1]


def _who(runs: "list[str]", children: "list[str]") -> str:
    if not runs:
        return "nobody"
    if sorted(runs) == sorted(children):
        return "every child"
    return "the fork server" if len(runs) == 1 and runs[0] not in children else "others: %d runs" % len(runs)
