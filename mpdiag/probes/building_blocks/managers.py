"""Manager: dict, list, Namespace and Queue kept by a server process.

The most convenient way to share; every access is a message to the server and back.
"""

from mpdiag.probes.building_blocks.parcel import PARCEL, carried

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.managers import DictProxy, ListProxy, Namespace, SyncManager
    from queue import Queue
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "block.Manager:dict": "Manager().dict(), filled by the child",
    "block.Manager:list": "Manager().list(), filled by the child",
    "block.Manager:Namespace": "Manager().Namespace(), set by the child",
    "block.Manager:Queue": "Manager().Queue(), there and back",
    "ipc.manager-nested": "change of a plain list inside a managed dict",
    "ipc.manager-transport": "how proxies reach the manager",
    "ipc.manager-gone": "using a proxy after the manager died",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "block.Manager:dict": "carries data",
        "block.Manager:list": "carries data",
        "block.Manager:Namespace": "carries data",
        "block.Manager:Queue": "carries data",
        "ipc.manager-nested": "not seen",
        "ipc.manager-transport": "named pipe" if features.windows else "unix socket",
        "ipc.manager-gone": "raises OSError or EOFError",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Let a child use the proxies; at last kill the manager."""
    with ctx.Manager() as manager:
        entries: "DictProxy[str, Any]" = manager.dict(nested=[])
        items: "ListProxy[object]" = manager.list()
        names = manager.Namespace()
        queue = manager.Queue()
        queue.put(PARCEL)
        failure = cell.attempt(child, entries, items, names, queue)
        cell.observe("block.Manager:dict", failure or carried(entries.get("parcel")))
        cell.observe("block.Manager:list", failure or carried(list(items), [PARCEL]))
        cell.observe("block.Manager:Namespace", failure or carried(names.parcel))
        cell.observe("block.Manager:Queue", failure or carried(queue.get(True, 10)))
        cell.observe("ipc.manager-nested", "seen" if entries["nested"] else "not seen")
        cell.observe("ipc.manager-transport", _transport(manager))
        server = manager._process  # type: ignore[attr-defined]
        server.kill()
        server.join(10)
        cell.observe("ipc.manager-gone", _use(items))


def child(
    entries: "DictProxy[str, Any]", items: "ListProxy[object]", names: "Namespace", queue: "Queue[object]"
) -> None:
    """Use every proxy; what is changed inside a copy stays here."""
    parcel = queue.get(True, 10)
    entries["parcel"] = parcel
    items.append(parcel)
    names.parcel = parcel
    queue.put(parcel)
    entries["nested"].append("changed in place")


def _transport(manager: "SyncManager") -> str:
    import os
    import stat

    address = str(manager.address)
    if address.startswith("\\\\.\\pipe\\"):
        return "named pipe"
    return "unix socket" if stat.S_ISSOCK(os.stat(address).st_mode) else "something else"


def _use(items: "ListProxy[object]") -> str:
    try:
        len(items)
    except (OSError, EOFError):
        # Which one, and which kind of OSError, depends on how far the connection got.
        return "raises OSError or EOFError"
    return "works"
