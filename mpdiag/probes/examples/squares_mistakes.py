"""Squares gone wrong: a lambda as the work, and a global list for the results.

A lambda is what one writes for so small a function, and a list is where a loop would put them.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

results: "list[int]" = []


def append_square(number: int) -> None:
    results.append(number * number)


def lambda_for_pool(ctx: "BaseContext", numbers: "list[int]") -> "list[int]":
    with ctx.Pool(2) as pool:
        return pool.map(lambda number: number * number, numbers)


def results_in_a_global(ctx: "BaseContext", numbers: "list[int]") -> "list[int]":
    with ctx.Pool(2) as pool:
        pool.map(append_square, numbers)
    return results


CAUSE = {
    "example.squares:mistake-lambda": "MP201",
    "example.squares:mistake-lambda-pool": "MP201",
    "example.squares:mistake-results-global": "MP117",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "example.squares:mistake-lambda": "squares: lambda as a Process's target",
    "example.squares:mistake-lambda-pool": "squares: lambda given to a pool",
    "example.squares:mistake-results-global": "squares: workers append to a global list",
}


def expectation(method: str, features: "Features") -> "dict[str, str]":
    error = features.local_object_error
    return {
        "example.squares:mistake-lambda": "works" if method == "fork" else "raises %s in start()" % error,
        # Tasks are pickled under every method: they go through a pipe.
        "example.squares:mistake-lambda-pool": "raises %s in map()" % error,
        "example.squares:mistake-results-global": "empty list",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    try:
        lambda_for_pool(ctx, [1, 2, 3])
        mapped = "works"
    except Exception as error:
        mapped = "raises %s in map()" % type(error).__name__
    appended = results_in_a_global(ctx, [1, 2, 3])
    # Last: on Windows a child whose start() failed exists, and may read the next one's pipe.
    squared = cell.attempt(lambda: 7 * 7)
    return {
        "example.squares:mistake-lambda": "works" if squared == 49 else squared,
        "example.squares:mistake-lambda-pool": mapped,
        "example.squares:mistake-results-global": "works" if appended else "empty list",
    }
