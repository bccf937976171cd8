"""Real stacks, as faulthandler printed them, and the lines that are made of them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mpdiag.explain.standing import standing, threads

LIB = "/usr/lib/python3.13"

# A forked child that has put a megabyte into a queue and cannot end.
FEEDING = f"""\
Fatal Python error: Aborted

Thread 0x00007f4e9764f6c0 (most recent call first):
  File "{LIB}/multiprocessing/connection.py", line 384 in _send
  File "{LIB}/multiprocessing/connection.py", line 421 in _send_bytes
  File "{LIB}/multiprocessing/connection.py", line 200 in send_bytes
  File "{LIB}/multiprocessing/queues.py", line 268 in _feed
  File "{LIB}/threading.py", line 992 in run
  File "{LIB}/threading.py", line 1041 in _bootstrap_inner
  File "{LIB}/threading.py", line 1012 in _bootstrap

Current thread 0x00007f4e98633b80 (most recent call first):
  File "{LIB}/threading.py", line 1092 in join
  File "{LIB}/multiprocessing/queues.py", line 217 in _finalize_join
  File "{LIB}/multiprocessing/util.py", line 216 in __call__
  File "{LIB}/multiprocessing/util.py", line 292 in _run_finalizers
  File "{LIB}/multiprocessing/util.py", line 352 in _exit_function
  File "{LIB}/multiprocessing/popen_fork.py", line 76 in _launch
  File "{LIB}/multiprocessing/popen_fork.py", line 20 in __init__
  File "{LIB}/multiprocessing/context.py", line 282 in _Popen
  File "{LIB}/multiprocessing/process.py", line 121 in start
  File "/tmp/run/lib/mpdiag/cell/hang.py", line 90 in __init__
  File "/tmp/run/lib/mpdiag/probes/hazards/join_hangs.py", line 51 in parent
  File "/tmp/run/lib/mpdiag/cell/__main__.py", line 9 in <module>
  File "<frozen runpy>", line 198 in _run_module_as_main
"""

# The cell's parent: the newest call first, then one that hung before, then the main thread.
JOINING = f"""\
Thread 0x00007f44219d36c0 (most recent call first):
  File "{LIB}/multiprocessing/connection.py", line 1148 in wait
  File "{LIB}/multiprocessing/popen_forkserver.py", line 60 in poll
  File "{LIB}/multiprocessing/popen_fork.py", line 44 in wait
  File "{LIB}/multiprocessing/process.py", line 149 in join
  File "/tmp/run/lib/mpdiag/cell/hang.py", line 104 in ended
  File "/tmp/run/lib/mpdiag/cell/hang.py", line 47 in _run
  File "{LIB}/threading.py", line 992 in run
  File "{LIB}/threading.py", line 1041 in _bootstrap_inner
  File "{LIB}/threading.py", line 1012 in _bootstrap

Thread 0x00007f44209d36c0 (most recent call first):
  File "{LIB}/multiprocessing/queues.py", line 101 in get
  File "/tmp/run/lib/mpdiag/probes/hazards/join_hangs.py", line 62 in <lambda>
  File "/tmp/run/lib/mpdiag/cell/hang.py", line 47 in _run
  File "{LIB}/threading.py", line 992 in run
  File "{LIB}/threading.py", line 1041 in _bootstrap_inner
  File "{LIB}/threading.py", line 1012 in _bootstrap

Current thread 0x00007f4422a9cb80 (most recent call first):
  File "/tmp/run/lib/mpdiag/cell/parent.py", line 227 in stacks
  File "/tmp/run/lib/mpdiag/cell/hang.py", line 63 in outcome
"""

# A child on Windows, whose standard library is partly in an archive.
READING = r"""
Timeout (0:00:01.500000)!
Thread 0x00000024 (most recent call first):
  File "C:\py\Lib\multiprocessing\connection.py", line 323 in _recv_bytes
  File "C:\py\Lib\multiprocessing\connection.py", line 250 in recv
  File "Z:\run\lib\mpdiag\probes\hazards\pipe_ends.py", line 47 in read_all
  File "Z:\run\lib\mpdiag\cell\hang.py", line 137 in _run
  File "C:\py\Lib\multiprocessing\process.py", line 108 in run
  File "multiprocessing\spawn.py", line 122 in spawn_main
  File "<string>", line 1 in <module>
"""

IDLE = f"""\
Thread 0x1 (most recent call first):
  File "{LIB}/threading.py", line 359 in wait
  File "{LIB}/multiprocessing/queues.py", line 251 in _feed
  File "{LIB}/threading.py", line 992 in run
  File "{LIB}/threading.py", line 1041 in _bootstrap_inner
  File "{LIB}/threading.py", line 1012 in _bootstrap

Current thread 0x2 (most recent call first):
  File "<frozen importlib._bootstrap>", line 315 in acquire
  File "/home/user/program.py", line 7 in load
  File "/home/user/program.py", line 12 in <module>
"""


@pytest.mark.parametrize(
    ("text", "process", "lines"),
    [
        (
            FEEDING,
            "child",
            [
                "child: util._exit_function > util.__call__ > queues._finalize_join > threading.join",
                "child, thread: queues._feed > connection.send_bytes",
            ],
        ),
        (JOINING, "parent", ["parent: process.join > popen.wait"]),
        (READING, "child", ["child: hazards/pipe_ends.py:47 in read_all > connection.recv"]),
        (IDLE, "program", ["program: program.py:12 in <module> > program.py:7 in load > importlib.acquire"]),
    ],
    ids=["feeding", "joining", "reading", "idle thread"],
)
def test_a_line_says_where_a_thread_stands(text: str, process: str, lines: list[str]) -> None:
    assert standing(text, process) == lines


def test_a_long_way_is_shortened() -> None:
    frames = "\n".join(f'  File "/home/user/m{number}.py", line {number} in f' for number in range(9))

    (line,) = standing(f"Current thread 0x1 (most recent call first):\n{frames}\n", "child")

    assert line == "child: m8.py:8 in f > … > m2.py:2 in f > m1.py:1 in f > m0.py:0 in f"


@pytest.mark.parametrize("text", ["", "Fatal Python error: Aborted\n", '  File "x.py", line 1 in f\n'])
def test_what_is_no_stack_says_nothing(text: str) -> None:
    assert standing(text, "child") == []


def test_the_only_thread_of_a_child_that_a_thread_has_forked_counts() -> None:
    text = f"""\
    Current thread 0x1 (most recent call first):
      File "/home/user/program.py", line 3 in work
      File "{LIB}/threading.py", line 1012 in _bootstrap
    """

    stacks = threads(dedent(text))

    assert [frame.function for frame in stacks[0]] == ["_bootstrap", "work"]
    assert standing(dedent(text), "child") != []
