"""mpdiag shows how Python's multiprocessing start methods differ, and why."""

__version__ = "0.1.0"
