"""The slow server of the io_bound probes."""

from __future__ import annotations

import time
from multiprocessing.pool import ThreadPool

import pytest

from mpdiag.probes.io_bound.slow_server import DELAY, SlowServer, ask

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


def test_it_answers_late_and_says_how_many_waited() -> None:
    with SlowServer() as port:
        begun = time.monotonic()
        assert ask(port) == 1
        assert time.monotonic() - begun >= DELAY
        with ThreadPool(4) as clients:
            assert max(clients.map(ask, [port] * 40, 1)) > 1


def test_it_ends_with_the_pipe_to_the_cell() -> None:
    server = SlowServer()
    with server:
        assert server._process.stdin
        server._process.stdin.close()
        assert server._process.wait(20) == 0
        server._process.stdin = None
