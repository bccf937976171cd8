"""What became of a program that starts one child, which prints "worked"."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mpdiag.cell.program import Ended

# Whether a dying fork server is gone before start() connects, writes or reads is a matter of time.
SERVER_DIED = (
    "raises EOFError",
    "raises ConnectionResetError",
    "raises BrokenPipeError",
    "raises ConnectionRefusedError",
)


def outcome(ended: "Ended") -> str:
    """Say `works`, `hangs`, `raises X` of the program itself, or `dies: X` of its child alone."""
    if "worked" in ended.out:
        return "works"
    if ended.code is None:
        return "hangs"
    return ("raises " if ended.code else "dies: ") + ended.exception
