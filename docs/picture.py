"""Draws docs/run.svg, the picture in the READMEs, from a real run: python docs/picture.py."""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

COMMANDS = (["train", "baker"],)


def main() -> None:
    """Run the commands in an empty folder and draw what they print."""
    console = Console(record=True, width=110, file=io.StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            console.print(Text(f"$ miwake {' '.join(command)}", style="bold"))
            done = subprocess.run(
                [sys.executable, "-m", "miwake", *command],
                cwd=folder,
                capture_output=True,
                text=True,
                check=True,
            )
            console.print(Text(done.stdout.rstrip()))
    drawn = console.export_svg(title="miwake")
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)  # no font from elsewhere
    (Path(__file__).parent / "run.svg").write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()
