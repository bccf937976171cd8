"""`python -m mpdiag`."""

import sys

from mpdiag.cli import main

if __name__ == "__main__":
    sys.exit(main())
