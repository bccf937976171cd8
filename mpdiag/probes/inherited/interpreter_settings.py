"""Settings of the interpreter that the main program changes by calls.

Programs that silence warnings, raise the recursion limit, set a decimal precision or a
locale, or switch the garbage collector off before they start workers rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP104"
REVISION = 1
ROWS = {
    "inherit.warnings-filters": "filter added by warnings.simplefilter",
    "inherit.locale-decimal-recursion": "locale, decimal, recursion limit, ...",
    "inherit.gc-state": "gc.disable, thresholds, gc.freeze",
}
_COPIED_BY_FORK = {"fork": "changed value", "spawn": "initial value", "forkserver": "initial value"}
EXPECTATION = dict.fromkeys(ROWS, _COPIED_BY_FORK)

LOCALES = ("", "C.UTF-8", "en_US.UTF-8", "English")
"""To be tried for LC_TIME, which every interpreter leaves at "C" when it starts."""

FROZEN_AT_LEAST = 1000
"""3.12 has some frozen objects in a fresh interpreter; gc.freeze() here adds several thousand."""


class Category(UserWarning):
    """A warning category that no filter names but ours."""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    before = settings()
    change_settings()
    changed = settings()
    found = cell.start(settings)
    return {name: compare(before[name], changed[name], found[name]) for name in ROWS}


def compare(before: "dict[str, object]", changed: "dict[str, object]", found: "dict[str, object]") -> str:
    """Say what the child has; leave out what could not be changed on this system."""
    words = {
        name: "changed value" if found[name] == value else "initial value"
        for name, value in changed.items()
        if value != before[name]
    }
    if len(set(words.values())) == 1:
        return words.popitem()[1]
    return ", ".join("%s: %s" % item for item in words.items())


def change_settings() -> None:
    import decimal
    import gc
    import locale
    import sys
    import warnings

    warnings.simplefilter("ignore", Category)
    for name in LOCALES:
        try:
            if locale.setlocale(locale.LC_TIME, name) != "C":
                break
        except locale.Error:
            pass  # not installed here
    decimal.getcontext().prec = 7
    sys.setrecursionlimit(sys.getrecursionlimit() + 321)
    sys.setswitchinterval(0.0125)
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(5000)
    gc.disable()
    gc.set_threshold(1234, 20, 20)
    gc.freeze()


def settings() -> "dict[str, dict[str, object]]":
    """Runs in the measured process as well."""
    import decimal
    import gc
    import locale
    import sys
    import warnings

    digits = getattr(sys, "get_int_max_str_digits", int)
    return {
        "inherit.warnings-filters": {"filter": any(entry[2] is Category for entry in warnings.filters)},
        "inherit.locale-decimal-recursion": {
            "locale": locale.setlocale(locale.LC_TIME),
            "decimal": decimal.getcontext().prec,
            "recursion limit": sys.getrecursionlimit(),
            "switch interval": sys.getswitchinterval(),
            "int digits": digits(),
        },
        "inherit.gc-state": {
            "enabled": gc.isenabled(),
            "threshold": gc.get_threshold()[0],
            "frozen": gc.get_freeze_count() > FROZEN_AT_LEAST,
        },
    }
