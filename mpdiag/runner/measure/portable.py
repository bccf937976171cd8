"""What psutil tells on every system, for the files that have no better source."""

from __future__ import annotations

import psutil

from mpdiag.runner.measure.answer import Answer, Unavailable


def memory(pid: int, missing: dict[str, str]) -> dict[str, Answer]:
    """RSS and, where the system lets us read it, USS and PSS; `missing` says why others never are there."""
    answers: dict[str, Answer] = {metric: Unavailable(reason) for metric, reason in missing.items()}
    try:
        process = psutil.Process(pid)
        answers["rss"] = process.memory_info().rss
    except (psutil.Error, OSError) as error:
        reason = reason_of(error)
        return {metric: Unavailable(reason) for metric in ("uss", "pss", "rss", "private")}
    try:
        full = process.memory_full_info()
    except (psutil.Error, OSError) as error:
        for metric in {"uss", "pss"} - missing.keys():
            answers[metric] = Unavailable(reason_of(error))
        return answers
    for metric in {"uss", "pss"} - missing.keys():
        value = getattr(full, metric, None)
        answers[metric] = Unavailable("psutil does not tell it here") if value is None else int(value)
    return answers


def reason_of(error: Exception) -> str:
    """Why the system did not answer, in a few words."""
    if isinstance(error, psutil.AccessDenied | PermissionError):
        return "access denied"
    if isinstance(error, psutil.NoSuchProcess | ProcessLookupError | FileNotFoundError):
        return "the process has ended"
    return f"{type(error).__name__}: {error}"
