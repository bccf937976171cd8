"""Signal handlers, ignored and blocked signals, and timers of the parent.

Servers that install a SIGTERM handler, or ignore and block signals before they start workers, rely on this.
"""

import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

INTERRUPTS = (signal.SIGINT, signal.SIGTERM)

CAUSE = {
    "inherit.signal-handlers": "MP105",
    "inherit.signal-ignored:late": "MP102",
    "inherit.signal-mask:late": "MP102",
    "inherit.signal-mask:interrupts": "MP105",
    "inherit.signal-mask:interrupts-parent": "MP105",
}
REVISION = 1
ROWS = {
    "inherit.signal-handlers": "Python handler of SIGTERM",
    "inherit.signal-ignored": "signal ignored before any child",
    "inherit.signal-ignored:late": "signal ignored after a first child",
    "inherit.signal-mask": "signal blocked before any child",
    "inherit.signal-mask:late": "signal blocked after a first child",
    "inherit.signal-mask:interrupts": "SIGINT and SIGTERM blocked before any child",
    "inherit.signal-mask:interrupts-parent": "SIGINT and SIGTERM blocked, in the parent",
    "inherit.timers": "running setitimer() timer",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    handler = "parent's handler" if method == "fork" else "default action"
    if not features.has_signal_masks:
        return dict(dict.fromkeys(ROWS), **{"inherit.signal-handlers": handler})
    stale = method == "forkserver"
    unblocked = method != "fork" and features.tracker_start_unblocks_interrupts
    return {
        "inherit.signal-handlers": handler,
        "inherit.signal-ignored": "ignored",
        "inherit.signal-ignored:late": "default action" if stale else "ignored",
        "inherit.signal-mask": "blocked",
        "inherit.signal-mask:late": "not blocked" if stale else "blocked",
        "inherit.signal-mask:interrupts": "not blocked" if unblocked else "blocked",
        "inherit.signal-mask:interrupts-parent": "not blocked" if unblocked else "blocked",
        "inherit.timers": "not running",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Nothing is put back: this process ends with the cell."""
    signal.signal(signal.SIGTERM, handle)
    if not hasattr(signal, "pthread_sigmask"):
        return {"inherit.signal-handlers": cell.start(action, signal.SIGTERM)}

    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, *INTERRUPTS})
    signal.setitimer(signal.ITIMER_REAL, 1000)
    handler, ignored, blocked, timer = cell.start(early)
    blocked_in_parent = are_blocked(INTERRUPTS)

    signal.signal(signal.SIGUSR2, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGVTALRM})
    ignored_late, blocked_late = cell.start(late)
    return {
        "inherit.signal-handlers": handler,
        "inherit.signal-ignored": ignored,
        "inherit.signal-ignored:late": ignored_late,
        "inherit.signal-mask": blocked[0],
        "inherit.signal-mask:late": blocked_late,
        "inherit.signal-mask:interrupts": blocked[1],
        "inherit.signal-mask:interrupts-parent": blocked_in_parent,
        "inherit.timers": timer,
    }


def early() -> "tuple[str, str, tuple[str, str], str]":
    running = signal.getitimer(signal.ITIMER_REAL)[0] > 0
    return (
        action(signal.SIGTERM),
        action(signal.SIGUSR1),
        (are_blocked((signal.SIGHUP,)), are_blocked(INTERRUPTS)),
        "running" if running else "not running",
    )


def late() -> "tuple[str, str]":
    return action(signal.SIGUSR2), are_blocked((signal.SIGVTALRM,))


def action(number: int) -> str:
    """What this process does at a signal."""
    words = {signal.SIG_DFL: "default action", signal.SIG_IGN: "ignored", handle: "parent's handler"}
    return words.get(signal.getsignal(number), "another handler")


def are_blocked(numbers: "tuple[int, ...]") -> str:
    found = signal.pthread_sigmask(signal.SIG_BLOCK, ()).intersection(numbers)
    return {len(numbers): "blocked", 0: "not blocked"}.get(len(found), "some of them blocked")


def handle(number: int, frame: object) -> None:
    """The parent's handler: never called."""
