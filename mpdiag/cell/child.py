"""Child side of a cell: the first function of ours that runs in a measured process.

It imports nothing that multiprocessing has not loaded already.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from typing import Any, Callable


def run(answers: "Connection[Any, Any]", function: "Callable[..., Any]", args: "tuple[Any, ...]") -> None:
    """Call `function` and send ("value", what it returned) or ("raised", type, text)."""
    answer: "tuple[Any, ...]"
    try:
        answer = ("value", function(*args))
    except Exception as error:
        answer = ("raised", type(error).__name__, str(error))
    answers.send(answer)
    answers.close()


def step(answers: "Connection[Any, Any]", function: "Callable[..., Any]", args: "tuple[Any, ...]") -> None:
    """Run a generator function: send each value it yields, then wait to be sent on."""
    answer: "tuple[Any, ...]"
    try:
        for value in function(*args):
            answers.send(("value", value))
            if not answers.recv():
                return
        answer = ("end",)
    except EOFError:
        return
    except Exception as error:
        answer = ("raised", type(error).__name__, str(error))
    answers.send(answer)
