"""`python -m miwake`, and the command that is installed."""

import atexit
import gc
import os
import signal
import sys
import traceback


def main() -> None:
    """Run the command line; ends the process with its exit status."""
    atexit.register(gc.freeze)  # else Python looks through all of Keras once more before it ends
    try:
        from miwake.runtime.signals import check_stop, handle_sigint

        with handle_sigint():
            try:
                from miwake.cli.main import app

                check_stop()
                app()
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to stop
    except KeyboardInterrupt:  # before a command began
        sys.stderr.write("miwake: interrupted\n")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  a fault of miwake's own
        if os.environ.get("MIWAKE_DEBUG"):
            traceback.print_exc()
        from miwake.control_characters import visible

        what = visible(" ".join(f"{type(error).__name__}: {error}".split()))
        sys.exit(f"miwake: this should not happen ({what}); MIWAKE_DEBUG=1 shows where")


if __name__ == "__main__":
    main()
