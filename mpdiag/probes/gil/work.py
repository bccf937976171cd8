"""Three kinds of work that differ in what they do with the global interpreter lock."""

# Not from hashlib: where OpenSSL is missing, that of Python 3.8 to 3.11 is written in Python.
try:
    from _hashlib import pbkdf2_hmac
except ImportError:
    pbkdf2_hmac = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable


def pure_python(milliseconds: int) -> int:
    """Hold the lock, and give it away after each switch interval if another thread asks for it."""
    total = 0
    for number in range(milliseconds * 14000):
        total += number * number & 255
    return total


def releasing(milliseconds: int) -> bytes:
    """Release the lock for the whole call, as hashing, compressing and numpy do."""
    return pbkdf2_hmac("sha256", b"password", b"salt", milliseconds * 4000)


def holding(milliseconds: int) -> int:
    """Hold the lock for the whole call, as regular expressions, sorting and most built-in functions do."""
    return sum(range(milliseconds * 60000))


KINDS: "dict[str, Callable[[int], object]]" = {
    "Python": pure_python,
    "C releasing": releasing,
    "C holding": holding,
}
"""Each is given roughly the milliseconds that it is to take on a machine of 2020; the work is fixed."""


def require() -> None:
    """Raise Unavailable where the one that releases the lock is missing."""
    from mpdiag.cell.parent import Unavailable

    if pbkdf2_hmac is None:
        raise Unavailable("this Python was built without OpenSSL's hash functions")
