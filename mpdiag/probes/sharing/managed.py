"""Changes to what a managed dict or list holds, by a child.

Programs that keep lists inside a `Manager().dict()` rely on it. Reading an entry gives a copy of it; only
what is itself managed is changed in place.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
QUICK = False
ROWS = {
    "ipc.manager-nested:list": "managed list[0].append()",
    "ipc.manager-nested:namespace": "managed Namespace's list.append()",
    "ipc.manager-nested:setdefault": "managed dict.setdefault(key, []).append()",
    "ipc.manager-nested:assigned-back": "managed dict's list, changed, assigned back",
    "ipc.manager-nested:managed": "managed list in a managed dict, append()",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "ipc.manager-nested:list": "not seen",
        "ipc.manager-nested:namespace": "not seen",
        "ipc.manager-nested:setdefault": "not seen",
        "ipc.manager-nested:assigned-back": "seen",
        "ipc.manager-nested:managed": "seen",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    with ctx.Manager() as manager:
        items: "Any" = manager.list([[]])
        names: "Any" = manager.Namespace()
        names.items = []
        entries: "Any" = manager.dict(plain=[], managed=manager.list())
        cell.start(child, items, names, entries)
        for row, held in {
            "list": items[0],
            "namespace": names.items,
            "setdefault": entries["new"],
            "assigned-back": entries["plain"],
            "managed": entries["managed"],
        }.items():
            cell.observe("ipc.manager-nested:" + row, "seen" if len(held) == 1 else "not seen")


def child(items: "Any", names: "Any", entries: "Any") -> None:
    items[0].append("changed")
    names.items.append("changed")
    entries.setdefault("new", []).append("changed")
    plain = entries["plain"]
    plain.append("changed")
    entries["plain"] = plain
    entries["managed"].append("changed")
