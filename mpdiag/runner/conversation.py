"""One cell at run time: what its parent reports, and what is measured while its processes stand still."""

from __future__ import annotations

import os
import time
from typing import Any

from mpdiag.results.model import Exit, Outcome, Sample, Unit
from mpdiag.runner import measure, stacks
from mpdiag.runner.parent import CellEnded, Parent, StoppedByUser
from mpdiag.runner.plan import Planned
from mpdiag.runner.tail import printable

EVIDENCE_AT_MOST = 8_000
"""Characters that are kept of the stacks of one process."""

HOME = os.path.expanduser("~")
"""Left out of the paths, as it holds the user's name."""

SampleKey = tuple[str, Unit, str | None]
"""Name, unit, metric."""


class Conversation:
    """`advance()` listens until the cell asks for a round or has ended.

    Afterwards `outcome` is None while it waits for `answer(go_on=...)`, and otherwise tells how
    it ended; `broken` then says whether its parent can be of no more use. `last` says that no other
    cell shares this parent after it.
    """

    def __init__(self, planned: Planned, parent: Parent, *, last: bool = True) -> None:
        self.planned = planned
        self.parent = parent
        self.outcome: Outcome | None = None
        self.reason: str | None = None
        self.error: str | None = None
        self.broken = False
        self.observations: dict[str, Any] = {}
        self.evidence: dict[str, str] = {}
        self.rounds = 0
        self.busy_s = 0.0  # while its processes ran, as against waiting for us
        self._last = last
        self._values: dict[SampleKey, list[float]] = {}
        self._missing: dict[SampleKey, str] = {}
        self._printed_from = parent.output.begun_at
        self._printed_until: int | None = None

    def advance(self) -> None:
        """Listen until the cell asks whether it may go on, or has ended."""
        begun = time.monotonic()
        away = 0.0  # seconds in which the cell stood still for us
        try:
            deadline = begun + self.planned.deadline
            while True:
                message = self.parent.next(deadline, self.planned.deadline)
                now = time.monotonic()
                for name, unit, value in message.get("samples", ()):
                    self._values.setdefault((name, unit, None), []).append(float(value))
                self.observations.update(message.get("observed", {}))
                self._keep(message.get("evidence", {}))
                if "round" in message:
                    return
                if "look" in message:
                    self._look(message["look"], message["pids"])
                    deadline += time.monotonic() - now
                    away += time.monotonic() - now
                elif "stacks" in message:
                    self._show_stacks(message["stacks"], message["pids"], message["told"])
                    deadline += time.monotonic() - now
                    away += time.monotonic() - now
                elif "end" in message:
                    self.outcome, self.reason = message["end"], message.get("reason")
                    self.error = message.get("traceback")
                    if self._last:
                        self.parent.wait_for_exit()
                    else:
                        self._printed_until = self.parent.output.end_of_cell()
                    return
        except CellEnded as ended:
            self.broken = True
            self.outcome, self.reason = ended.outcome, ended.reason
        except StoppedByUser:
            self.stop()
        finally:
            self.busy_s += time.monotonic() - begun - away

    def stop(self) -> None:
        """Give the cell up, because the run was stopped."""
        if self.outcome is None:
            self.broken = True
            self.outcome, self.reason = "skipped", "the run was stopped"

    def answer(self, *, go_on: bool) -> None:
        """Grant the round that the cell asks for, or tell it to come to its end."""
        self.rounds += go_on
        self.parent.order(b"g" if go_on else b"s")

    def values(self, name: str) -> list[float]:
        """What was sampled so far under this name."""
        return [value for (known, _, _), values in self._values.items() if known == name for value in values]

    def timed_names(self) -> list[str]:
        """The names of all samples in seconds."""
        return [name for name, unit, _ in self._values if unit == "s"]

    def samples(self) -> tuple[Sample, ...]:
        """All samples, raw, in the order in which they first came."""
        return tuple(
            Sample(
                name=key[0],
                unit=key[1],
                metric=key[2],
                values=tuple(values),
                unavailable=self._missing.get(key),
            )
            for key, values in self._values.items()
        )

    @property
    def exit(self) -> Exit:
        """How its parent ended; nothing of that is known where others go on in it."""
        return self.parent.exit if self._last or self.broken else Exit()

    @property
    def stderr_tail(self) -> str:
        """The end of what its processes printed."""
        return self.parent.output.between(self._printed_from, self._printed_until)

    def _look(self, name: str, pids: dict[str, int]) -> None:
        """Measure memory from outside while the processes stand still, then let them go on."""
        for role, pid in pids.items():
            for metric, answer in measure.memory(pid).items():
                key: SampleKey = (f"{name} {role}", "byte", metric)
                values = self._values.setdefault(key, [])
                if isinstance(answer, measure.Unavailable):
                    self._missing[key] = answer.reason
                else:
                    values.append(float(answer))
        self.parent.order(b"g")

    def _show_stacks(self, name: str, pids: dict[str, int], told: dict[str, str]) -> None:
        """Keep where each of these processes stands; all but the parent end by it."""
        self.parent.show(b"m")  # what was printed before is no stack
        texts = {"parent": self.parent.show(b"s")}
        if stacks.AVAILABLE:
            found = stacks.families({role: pid for role, pid in pids.items() if role != "parent"})
            for process in stacks.dump(list(found)):
                texts[found[process]] = self.parent.show(b"m")
        else:
            texts |= told
        self._keep({f"{name} {role}": text for role, text in texts.items()})
        self.parent.order(b"g")

    def _keep(self, texts: dict[str, str]) -> None:
        """Keep these as evidence, as far as there is something in them."""
        for name, text in texts.items():
            if text:
                self.evidence[name] = printable(text.replace(HOME, "~"))[:EVIDENCE_AT_MOST]
