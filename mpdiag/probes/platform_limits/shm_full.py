"""What happens when /dev/shm is full, as it soon is in a container.

Shared memory, and on Linux every lock, lives there. Docker gives a container 64 MB of it.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
QUICK = False
SCHEDULE = "shared"
ROWS = {
    "limits.shm-full:create": "creating SharedMemory larger than /dev/shm",
    "limits.shm-full:write": "writing all of it",
    "limits.shm-full:array": "Array() larger than /dev/shm",
    "limits.shm-full:small": "creating one of a byte, /dev/shm being full",
    "limits.shm-full:lock": "Lock(), /dev/shm being full",
}

PROGRAM = """
import ctypes
import os
import sys
from multiprocessing import get_context
from multiprocessing.shared_memory import SharedMemory

CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000
MORE = 4 << 20

def have_a_small_one():
    # In namespaces of our own, where a /dev/shm of 1 MB hides the machine's from us and our children.
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0:
        return False
    for name, text in ("setgroups", "deny"), ("uid_map", "0 %d 1" % user), ("gid_map", "0 %d 1" % group):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)
    return libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", 0, b"size=1m") == 0

def fill():
    with open("/dev/shm/filling", "wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass

def outcome(call):
    try:
        call()
        return "works"
    except OSError as error:
        return "raises " + type(error).__name__

def write(name):
    block = SharedMemory(name)
    block.buf[:] = bytes(block.size)

def ending(function, *args):
    process = ctx.Process(target=function, args=args)
    process.start()
    process.join()
    return process.exitcode

if __name__ == "__main__":
    ctx = get_context(sys.argv[1])
    try:
        if not have_a_small_one():
            sys.exit("unavailable")
    except OSError:
        sys.exit("unavailable")
    blocks = []
    print(outcome(lambda: blocks.append(SharedMemory(create=True, size=MORE))))
    print(ending(write, blocks[0].name))
    blocks[0].close()
    blocks[0].unlink()
    print(outcome(lambda: ctx.RawArray("b", MORE)))
    fill()
    print(outcome(lambda: blocks.append(SharedMemory(create=True, size=1))))
    print(outcome(ctx.Lock))
    os.remove("/dev/shm/filling")
    blocks[1].close()
    blocks[1].unlink()
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.system != "Linux":
        return dict.fromkeys(ROWS)
    return {
        # The size is a promise: memory is taken page by page, when it is written.
        "limits.shm-full:create": "works",
        "limits.shm-full:write": "killed by SIGBUS",
        # It goes to a file in the temporary folder instead (Lib/multiprocessing/heap.py).
        "limits.shm-full:array": "works",
        "limits.shm-full:small": "works",
        "limits.shm-full:lock": "raises OSError",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os

    from mpdiag.cell.endings import ending
    from mpdiag.cell.parent import Unavailable

    if not hasattr(os, "fork") or not os.path.isdir("/dev/shm"):
        raise Unavailable("there is no /dev/shm")
    program = run_program(PROGRAM, cell.method)
    if "unavailable" in program.err:
        raise Unavailable("no /dev/shm of our own: user namespaces are not allowed here")
    words = program.out.splitlines()
    if len(words) != len(ROWS):
        raise RuntimeError(program.err)
    words[1] = ending(int(words[1]))
    return dict(zip(ROWS, words))
