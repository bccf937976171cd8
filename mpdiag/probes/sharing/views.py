"""Slices, memoryviews and file mappings: the shared memory itself, or a copy.

Code that changes a large array in place in its workers relies on the parent seeing it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import mmap
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
QUICK = False
ROWS = {
    "share.view:array-slice": "slice taken of an Array, then changed",
    "share.view:array-assigned": "slice of an Array, assigned to",
    "share.view:array-memoryview": "memoryview of an Array, changed",
    "share.view:block-slice": "slice taken of SharedMemory.buf, changed",
    "share.view:block-bytes": "bytearray(SharedMemory.buf), changed",
    "share.view:file": "mmap of one file by both, changed",
    "share.view:file-private": "mmap of one file, ACCESS_COPY, changed",
}

SIZE = 4096
ITEMS = 8


def expectation(method: str, features: "Features") -> "dict[str, object]":
    copies = ("share.view:array-slice", "share.view:block-bytes", "share.view:file-private")
    return {row: "not seen" if row in copies else "seen" for row in ROWS}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Give each kind memory of its own, and look whether the child's 1 has come."""
    from multiprocessing.shared_memory import SharedMemory

    arrays = [ctx.Array("B", ITEMS) for _ in range(3)]
    blocks = [SharedMemory(create=True, size=SIZE) for _ in range(2)]
    try:
        for name in ("file", "file-private"):
            with open(name, "wb") as file:
                file.write(bytes(SIZE))
        with map_file("file", "ACCESS_WRITE") as whole, map_file("file-private", "ACCESS_WRITE") as private:
            cell.start(child, arrays, [block.name for block in blocks])
            looked_at: "list[Any]" = [*arrays, *(block.buf for block in blocks), whole, private]
            for row, memory in zip(ROWS, looked_at):
                cell.observe(row, "seen" if memory[1] == 1 else "not seen")
    finally:
        for block in blocks:
            block.close()
            block.unlink()


def child(arrays: "list[Any]", names: "list[str]") -> None:
    """Write a 1 by each view."""
    from multiprocessing.shared_memory import SharedMemory

    sliced, assigned, viewed = arrays
    taken = sliced[0:2]
    taken[1] = 1
    assigned[0:2] = [0, 1]
    memoryview(viewed.get_obj()).cast("B")[1] = 1
    blocks = [SharedMemory(name) for name in names]
    buffers: "list[Any]" = [block.buf for block in blocks]
    part = buffers[0][0:2]
    part[1] = 1
    part.release()
    bytearray(buffers[1])[1] = 1
    buffers.clear()
    for block in blocks:
        block.close()
    with map_file("file", "ACCESS_WRITE") as whole, map_file("file-private", "ACCESS_COPY") as private:
        whole[1] = 1
        private[1] = 1


def map_file(name: str, access: str) -> "mmap.mmap":
    """Of the current folder, which is the same in the child."""
    import mmap

    with open(name, "r+b") as file:
        return mmap.mmap(file.fileno(), SIZE, access=getattr(mmap, access))
