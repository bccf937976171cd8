"""Describe this interpreter and its system: run as a script, prints one JSON object.

The one place of the observed side that asks for platform and version. Names of users, hosts
and folders are left out.
"""

import sys

MODULES_AT_START = len(sys.modules) - (0 if __name__ == "__main__" else 1)

import json  # noqa: E402
import os  # noqa: E402
import platform  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


def about() -> "dict[str, Any]":
    """The `python`, `platform`, `multiprocessing` and `limits` parts of the environment."""
    return {
        "python": _python(),
        "platform": _platform(),
        "multiprocessing": _multiprocessing(),
        "limits": _limits(),
    }


def _python() -> "dict[str, Any]":
    gil = getattr(sys, "_is_gil_enabled", None)  # 3.13+
    return {
        "implementation": sys.implementation.name,
        "version": platform.python_version(),
        "version_info": list(sys.version_info[:3]),
        "gil": gil() if gil else True,
        "frozen": bool(getattr(sys, "frozen", False)),
        "modules_at_start": MODULES_AT_START,
        "startup_hooks": _startup_hooks(),
        "optimized": _optimized(),
        "debug": hasattr(sys, "gettotalrefcount"),
    }


def _startup_hooks() -> int:
    """How many .pth lines run code at every start: every spawned child pays for them."""
    import site

    try:
        folders = [*site.getsitepackages(), site.getusersitepackages()]
    except AttributeError:  # an old virtualenv
        return 0
    hooks = 0
    for folder in folders:
        try:
            names = [name for name in os.listdir(folder) if name.endswith(".pth")]
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    hooks += sum(line.startswith(("import ", "import\t")) for line in file)
            except OSError:
                continue
    return hooks


def _optimized() -> "Optional[bool]":
    """Whether CPython was built with profile-guided optimisation; None where it does not say."""
    import sysconfig

    arguments = sysconfig.get_config_var("CONFIG_ARGS")
    return "--enable-optimizations" in arguments if isinstance(arguments, str) else None


def _platform() -> "dict[str, Any]":
    libc = " ".join(platform.libc_ver()).strip()
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "libc": libc or None,
        "container": _container(),
        "wine": wine(),
    }


def _container() -> "Optional[str]":
    for path, name in (("/.dockerenv", "docker"), ("/run/.containerenv", "podman")):
        if os.path.exists(path):
            return name
    return None


def wine() -> "Optional[str]":
    """Wine's version, for Windows CPython under Wine: only its ntdll has this function."""
    try:
        import ctypes

        version = ctypes.WinDLL("ntdll").wine_get_version  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, AttributeError, OSError):
        return None
    version.restype = ctypes.c_char_p
    return str(version().decode("ascii", "replace"))


def _multiprocessing() -> "dict[str, Any]":
    import multiprocessing

    return {
        "default": multiprocessing.get_start_method(),
        "available": multiprocessing.get_all_start_methods(),
        "semaphores": _semaphores_work(),
    }


def _semaphores_work() -> bool:
    """False without sem_open, as in builds without it, or without a usable /dev/shm."""
    import multiprocessing

    try:
        multiprocessing.get_context("spawn").Lock()
    except (ImportError, OSError):
        return False
    return True


def _limits() -> "dict[str, Any]":
    return {
        "open_files": _open_files(),
        "shared_memory_bytes": _shared_memory(),
        "cpus_usable": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
    }


def _open_files() -> "Optional[int]":
    try:
        import resource
    except ImportError:
        return None
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if soft == resource.RLIM_INFINITY else soft


def _shared_memory() -> "Optional[int]":
    try:
        volume = os.statvfs("/dev/shm")
    except (AttributeError, OSError):
        return None
    return volume.f_frsize * volume.f_blocks


if __name__ == "__main__":
    print(json.dumps(about()))
