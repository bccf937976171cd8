"""The web server of the examples."""

from __future__ import annotations

import urllib.request

import psutil
import pytest

from mpdiag.probes.examples.page_server import PageServer

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")  # the server sets them for its cell; this brings them back


def test_it_serves_pages_that_name_their_path_and_the_client() -> None:
    with PageServer() as address, urllib.request.urlopen(address + "/page/7", timeout=10) as response:
        assert response.read().startswith(b"<p>/page/7, line 0\n")
        assert 0 < int(response.headers["X-Client-Port"]) < 65536


def test_it_ends_with_the_block() -> None:
    server = PageServer()
    with server:
        assert psutil.pid_exists(server._process.pid)
    assert server._process.returncode == 0


def test_it_ends_with_the_pipe_to_the_cell() -> None:
    server = PageServer()
    with server:
        assert server._process.stdin
        server._process.stdin.close()
        assert server._process.wait(20) == 0
        server._process.stdin = None
