"""The umask and the limit of open files, changed before and after a first child.

Servers that tighten the umask, and programs that set limits before they start workers, rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP102"
REVISION = 1
QUICK = False
ROWS = {
    "inherit.umask": "umask set before any child",
    "inherit.umask:late": "umask set after a first child",
    "inherit.nice-affinity-rlimits:files": "file limit set before any child",
    "inherit.nice-affinity-rlimits:files-late": "file limit set after a first child",
}
_EARLY = {
    "fork": "changed value",
    "spawn": "changed value",
    "forkserver": "changed value",
    # Windows has no resource limits; its umask has one bit, which makes new files read-only.
    "windows": None,
}
_LATE = {
    "fork": "changed value",
    "spawn": "changed value",
    "forkserver": "value at server start",
    "windows": None,
}
EXPECTATION = {
    "inherit.umask": _EARLY,
    "inherit.umask:late": _LATE,
    "inherit.nice-affinity-rlimits:files": _EARLY,
    "inherit.nice-affinity-rlimits:files-late": _LATE,
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    try:
        import resource
    except ImportError:
        raise Unavailable("no resource limits, and no umask that outlives a program") from None

    # Not the owner's bits: the fork server's socket has to stay writable.
    mask = umask()
    masks = (mask, mask ^ 0o020, mask ^ 0o002)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limits = (soft, 121, 101)
    seen = []
    for step in (1, 2):
        os.umask(masks[step])
        resource.setrlimit(resource.RLIMIT_NOFILE, (limits[step], hard))
        seen.append(cell.start(child))
    early, late = seen
    return {
        "inherit.umask": _early(early[0], masks),
        "inherit.umask:late": _late(late[0], masks),
        "inherit.nice-affinity-rlimits:files": _early(early[1], limits),
        "inherit.nice-affinity-rlimits:files-late": _late(late[1], limits),
    }


def child() -> "tuple[int, int]":
    import resource

    return umask(), resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _early(value: int, values: "tuple[int, int, int]") -> str:
    return {values[0]: "initial value", values[1]: "changed value"}.get(value, "another value")


def _late(value: int, values: "tuple[int, int, int]") -> str:
    words = dict(zip(values, ("initial value", "value at server start", "changed value")))
    return words.get(value, "another value")
