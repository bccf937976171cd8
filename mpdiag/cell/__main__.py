"""`python -m mpdiag.cell PROBE METHOD`: one cell, printed as one JSON object.

Children do not run this file again: multiprocessing leaves a package's `__main__` alone.
"""

if __name__ == "__main__":
    from mpdiag.cell.parent import main

    main()
