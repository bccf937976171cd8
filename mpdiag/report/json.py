"""The run as the JSON document that `mpdiag compare` and other programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from mpdiag.report.style import View
from mpdiag.results import store
from mpdiag.results.model import Run


def render(run: Run, view: View) -> str:
    """The content of a result file; there is nothing to choose about it."""
    return render_several([run], view)


def render_several(runs: Sequence[Run], view: View) -> str:
    """The content of a file with the results of several interpreters."""
    text = store.dumps(runs).decode("utf-8")
    return text if view.unicode else re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)
