"""The environment of a run: what its figures and its differences depend on."""

from __future__ import annotations

import os
import time
from typing import Any

import msgspec
import psutil

from mpdiag.results.model import Ci, Conditions, Environment, Limits, Multiprocessing, Platform, Python
from mpdiag.runner import measure


def collect(about: dict[str, Any]) -> Environment:
    """From what the observed interpreter said of itself (`mpdiag/cell/about.py`), and from here."""
    return Environment(
        python=msgspec.convert(about["python"], Python),
        platform=msgspec.convert(about["platform"], Platform),
        multiprocessing=msgspec.convert(about["multiprocessing"], Multiprocessing),
        limits=msgspec.convert(about["limits"], Limits),
        conditions=Conditions(
            load_1min=_load(),
            clock_resolution_s=time.get_clock_info("perf_counter").resolution,
            transparent_hugepages=measure.transparent_hugepages(),
        ),
        psutil=psutil.__version__,
        ci=_ci(),
    )


def _load() -> float | None:
    try:
        return round(os.getloadavg()[0], 2)
    except (AttributeError, OSError):
        return None  # Windows has none; psutil would have to watch for some seconds first


def _ci() -> Ci | None:
    """From an allow-list of variables: the environment is nobody's business."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return Ci(provider="github", job=os.environ.get("GITHUB_JOB"))
    if os.environ.get("GITLAB_CI") == "true":
        return Ci(provider="gitlab", job=os.environ.get("CI_JOB_NAME"))
    return Ci(provider="unknown") if os.environ.get("CI", "").lower() in ("1", "true") else None
