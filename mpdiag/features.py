"""Named facts about a Python and its system: the only place that asks for version or platform.

A probe's `expectation(method, features)` asks here, never `sys`. The facts hold for the
interpreter under observation, which need not be the one that runs mpdiag; and for systems
that are not here, so that the report can say what is expected there.
"""

from __future__ import annotations

from typing import Literal

System = Literal["Linux", "Darwin", "Windows"]
Version = tuple[int, int, int]


class Features:
    """What a CPython of this version does on this system.

    `system` is as `platform.system()` names it; `wine` is true for Windows CPython under Wine.
    """

    def __init__(self, system: str, version: Version, *, wine: bool = False) -> None:
        self.system = system
        self.version = version
        self.wine = wine

    @property
    def windows(self) -> bool:
        """CreateProcess instead of fork and exec; handles instead of descriptors."""
        return self.system == "Windows"

    @property
    def macos(self) -> bool:
        """fork and forkserver exist, but spawn is the default since 3.8 (bpo-33725)."""
        return self.system == "Darwin"

    @property
    def methods(self) -> tuple[str, ...]:
        """The start methods that `get_all_start_methods()` lists, the default first."""
        if self.windows:
            return ("spawn",)
        if self.macos:
            return ("spawn", "fork", "forkserver")
        if self.version >= (3, 14):  # gh-84559
            return ("forkserver", "fork", "spawn")
        return ("fork", "spawn", "forkserver")

    @property
    def forked_child_runs_exit_handlers(self) -> bool:
        """3.13: atexit and weakref.finalize of a forked child run before os._exit (gh-83856)."""
        return self.version >= (3, 13)

    @property
    def asyncio_run_handles_sigint(self) -> bool:
        """3.11: asyncio.run puts a SIGINT handler of its own in place while it runs (gh-83803)."""
        return self.version >= (3, 11)

    @property
    def forkserver_preloads_main(self) -> bool:
        """3.13.8: the server imports main once; before, it looked for it under a wrong key (gh-126631)."""
        return self.version >= (3, 13, 8)
