"""`mpdiag`: builds the parser from the commands, and turns our errors into exit codes."""

from __future__ import annotations

import sys

from mpdiag import __version__

COMMANDS = ("report", "explain", "list")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments in (["--version"], ["-V"]):
        # Before anything else is imported: this is what scripts call to see whether we are there.
        print("mpdiag", __version__)
        return 0
    return _run(arguments)


def _run(arguments: list[str]) -> int:
    import argparse
    import importlib

    from mpdiag import errors

    parser = argparse.ArgumentParser(
        prog="mpdiag",
        description="Shows how Python's multiprocessing start methods differ, and why.",
        epilog="Exit codes: 0 nothing to report, 1 findings, 2 wrong usage, 3 could not measure.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"mpdiag {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = importlib.import_module(f"mpdiag.commands.{name}")
        summary, _, details = (module.__doc__ or "").strip().partition("\n")
        command = commands.add_parser(
            name,
            help=summary[0].lower() + summary[1:].rstrip("."),
            description=f"{summary}\n{details}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.configure(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
    except errors.MpdiagError as error:
        print(f"mpdiag: error: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("mpdiag: interrupted", file=sys.stderr)
        return errors.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has seen enough: `mpdiag report | head`.
        sys.stdout = None
        return errors.NOTHING_TO_REPORT
    return code
