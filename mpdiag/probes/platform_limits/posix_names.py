"""Which names of os and signal, and which modules, a worker has on this system.

Workers that set an alarm, lock a file, lower a limit or signal a group use names that Windows, and
some that macOS, does not have.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP603"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "limits.names:signals": "SIGKILL, SIGALRM, SIGUSR1, SIGHUP, ...",
    "limits.names:calls": "os.fork, killpg, setsid, getuid, nice, ...",
    "limits.names:modules": "fcntl, resource, pwd, termios, pty, ...",
    "limits.names:linux": "sched_setaffinity, posix_fadvise, ...",
    "limits.names:windows": "msvcrt, os.startfile, CTRL_C_EVENT, ...",
}
NAMES = {
    "limits.names:signals": (
        "signal.SIGALRM signal.SIGCHLD signal.SIGHUP signal.SIGKILL signal.SIGPIPE signal.SIGSTOP "
        "signal.SIGUSR1 signal.alarm signal.pthread_sigmask signal.setitimer"
    ),
    "limits.names:calls": (
        "os.chown os.fork os.getpgid os.getuid os.killpg os.mkfifo os.nice os.setpgid os.setsid os.wait"
    ),
    "limits.names:modules": "fcntl grp pty pwd resource syslog termios",
    "limits.names:linux": "os.posix_fadvise os.sched_setaffinity resource.prlimit signal.sigtimedwait",
    "limits.names:windows": "msvcrt os.startfile signal.CTRL_C_EVENT winreg",
}
THERE, MISSING = "there", "missing"


def expectation(method: str, features: "Features") -> "dict[str, object]":
    posix = MISSING if features.windows else THERE
    return {
        "limits.names:signals": posix,
        "limits.names:calls": posix,
        "limits.names:modules": posix,
        "limits.names:linux": THERE if features.system == "Linux" else MISSING,
        "limits.names:windows": THERE if features.windows else MISSING,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    observations: "dict[str, object]" = cell.start(child)
    return observations


def child() -> "dict[str, str]":
    return {row: _presence(names.split()) for row, names in NAMES.items()}


def _presence(names: "list[str]") -> str:
    missing = [name for name in names if not _is_there(*name.split("."))]
    if missing and len(missing) < len(names):
        return MISSING + ": " + ", ".join(missing)
    return MISSING if missing else THERE


def _is_there(module: str, name: str = "__name__") -> bool:
    """Import it for real: pty.py is installed on Windows, and fails there."""
    try:
        return hasattr(__import__(module), name)
    except ImportError:
        return False
