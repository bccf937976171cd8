"""The conversation of a cell's parent with the supervisor, over what it was given as stdin and stdout."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

END_OF_OUTPUT = b"\x04"
"""A mark, written to stderr after a cell, and after each process that has shown its stacks.

Reports take another way, and may come before what was printed.
"""


class Channel:
    """The conversation with the supervisor: lines out, each a Python literal; one character in per answer.

    No JSON: its import would be a tenth of what the parent of a cell costs.
    """

    def __init__(self) -> None:
        self.samples: "list[tuple[str, str, float]]" = []
        self.folder = os.getcwd()
        self._orders = os.dup(0)
        self._reports = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def send(self, message: "dict[str, Any]") -> None:
        if self.samples:
            message["samples"] = self.samples
        self._write(ascii(message))
        del self.samples[:]

    def look(self, name: str, pids: "dict[str, int]") -> None:
        self.send({"look": name, "pids": pids})
        self._order()

    def stacks(self, name: str, pids: "dict[str, int]") -> None:
        import faulthandler

        from mpdiag.cell.hang import end, told_by_armed

        asked = hasattr(os, "killpg")  # by a signal
        self.send({"stacks": name, "pids": pids, "told": {} if asked else told_by_armed(pids)})
        while True:
            order = self._order()
            if order == b"g":
                break
            if order == b"s":
                faulthandler.dump_traceback(2)
            os.write(2, END_OF_OUTPUT)
        if not asked:
            end(pids)

    def may_go_on(self) -> bool:
        self.send({"round": True})
        return self._order() == b"g"

    def _write(self, line: str) -> None:
        data = line.encode() + b"\n"
        while data:
            data = data[os.write(self._reports, data) :]

    def _order(self) -> bytes:
        order = os.read(self._orders, 1)
        if not order:
            os._exit(70)  # the supervisor is gone; nobody will read what we find
        return order


class Alone(Channel):
    """Stands in for the supervisor when a person runs one cell by hand."""

    ROUNDS = 3

    def __init__(self) -> None:
        super().__init__()
        self._left = self.ROUNDS
        self._record: "dict[str, Any]" = {"observations": {}, "samples": [], "looks": [], "stacks": []}

    def send(self, message: "dict[str, Any]") -> None:
        self._record["samples"] += [list(sample) for sample in self.samples]
        del self.samples[:]
        self._record["observations"].update(message.pop("observed", {}))
        self._record.update(message)
        if "end" in message:
            import json

            self._write(json.dumps(self._record, indent=1))

    def look(self, name: str, pids: "dict[str, int]") -> None:
        self._record["looks"].append([name, pids])

    def stacks(self, name: str, pids: "dict[str, int]") -> None:
        """Here they go to stderr, where they may mix."""
        import faulthandler

        from mpdiag.cell.hang import end, told_by_armed

        faulthandler.dump_traceback(2)
        if hasattr(os, "killpg"):
            import signal

            for pid in pids.values():
                if pid != os.getpid():
                    os.kill(pid, signal.SIGABRT)
        else:
            os.write(2, "".join(told_by_armed(pids).values()).encode())
            end(pids)
        self._record["stacks"].append([name, pids])

    def may_go_on(self) -> bool:
        self._left -= 1
        return self._left >= 0
