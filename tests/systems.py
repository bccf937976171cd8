"""What tests have to know of the system that they run on."""

from __future__ import annotations

from mpdiag.cell import about

UNDER_WINE = about.wine() is not None
"""Windows CPython under Wine: each start takes long, and some answers are not Windows'."""
