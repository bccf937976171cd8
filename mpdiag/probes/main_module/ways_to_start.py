"""How a program may be started, when a function of its main file is the target.

A child that was not forked has to find the main file again: tools with a `__main__.py`, zip applications,
one-liners, notebooks and here-documents rely on that.
"""

from mpdiag.probes.main_module.outcome import SERVER_DIED, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {
    "main.name-in-child": "MP304",
    "main.dash-m-package": "MP302",
    "main.dash-m-package:directory": "MP302",
    "main.dash-m-package:zip": "MP302",
    "main.interactive": "MP302",
    "main.interactive:prompt": "MP302",
    "main.stdin": "MP302",
}
REVISION = 1
SCHEDULE = "shared"
DEADLINE = 120
ROWS = {
    "main.name-in-child": "python FILE: __name__ in the child",
    "main.dash-m-module": "python -m MODULE",
    "main.dash-m-package": "python -m PACKAGE",
    "main.dash-m-package:directory": "python FOLDER",
    "main.dash-m-package:zip": "python ZIPFILE",
    "main.interactive": "python -c CODE",
    "main.interactive:prompt": "code typed at the prompt",
    "main.stdin": "python - < FILE",
}

# The prompt wants an empty line after each block, and none inside.
PROGRAM = """\
from multiprocessing import get_context

def work():
    print("worked as", __name__, flush=True)

if __name__ == "__main__":
    child = get_context("%s").Process(target=work)
    child.start()
    child.join()

"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if method == "fork":
        return dict(dict.fromkeys(ROWS, "works"), **{"main.name-in-child": "__main__"})
    values: "dict[str, object]" = dict.fromkeys(ROWS, "dies: AttributeError")
    values["main.name-in-child"] = "__mp_main__"
    values["main.dash-m-module"] = "works"
    # There is no such file, and for Windows not even such a name.
    values["main.stdin"] = "dies: OSError" if features.windows else "dies: FileNotFoundError"
    if method == "forkserver" and features.forkserver_dies_of_main:
        values["main.stdin"] = SERVER_DIED
    return values


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    import os
    import sys
    from zipfile import ZipFile

    from mpdiag.cell.program import run_command, run_program

    source = PROGRAM % cell.method
    script = run_program(source)
    name = script.out.strip().rpartition(" ")[2]
    cell.observe("main.name-in-child", name or outcome(script))
    os.mkdir("tool")
    with open("tool/__main__.py", "w") as main:
        main.write(source)
    with ZipFile("tool.zip", "w") as archive:
        archive.write("tool/__main__.py", "__main__.py")
    ways = {
        "main.dash-m-module": (["-m", "program"], None),
        "main.dash-m-package": (["-m", "tool"], None),
        "main.dash-m-package:directory": (["tool"], None),
        "main.dash-m-package:zip": (["tool.zip"], None),
        "main.interactive": (["-c", source], None),
        "main.interactive:prompt": (["-i"], source),
        "main.stdin": (["-"], source),
    }
    for fact, (arguments, stdin) in ways.items():
        cell.observe(fact, outcome(run_command([sys.executable, *arguments], stdin)))
