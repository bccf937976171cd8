"""How a process ended, in words. One table for every system."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

# Windows reports a crash as an NTSTATUS, which is the process's exit code.
NTSTATUS = {
    0xC0000005: "access violation",
    0xC00000FD: "stack overflow",
    0xC0000409: "abort",
    0xC000013A: "Ctrl-C",
    0xC0000374: "heap corruption",
}


def signal_name(number: int) -> str:
    """`SIGSEGV` for 11; `signal 99` where this system has no name for it."""
    import signal

    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


def ending(code: "Optional[int]") -> str:
    """Put an exit code, as `Process.exitcode` or `Popen.returncode` gives it, into words."""
    if code is None:
        return "still running"
    if code < 0:
        return "killed by " + signal_name(-code)
    if code in NTSTATUS:
        return "crashed: " + NTSTATUS[code]
    return "exit code %d" % code
