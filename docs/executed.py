"""Runs a page in an empty folder and prints what its steps print.

    python docs/executed.py docs/en/03-your-own-data.md

The page is run as the notebook that `notebooks.py` makes of it, in a fresh kernel. A page in
`docs/ja` is run as on a Japanese machine, so that what is printed can be pasted.
"""

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from chapters import Page, Step, read_page
from nbclient import NotebookClient
from notebooks import notebook

STARTS = 3  # of a kernel: one that runs beside it may have taken its ports first
LOCALES = {"ja": "ja_JP.UTF-8"}
ERASED = re.compile(r"[^\n]*\n?\r*(?:\x1b\[1A)?\x1b\[2K")  # a progress bar's lines
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
TROUBLE = re.compile(r"^(?:miwake: |Usage: |/bin/\w*sh: )", re.MULTILINE)


class StepError(RuntimeError):
    """A command of a page ended with an error that the page does not announce, or without one."""


def executed(page: Page, folder: Path, lang: str = "en") -> list[str]:
    """What each step prints.

    Args:
        page: the page.
        folder: where it is run.
        lang: of the notebook made of it.

    Raises:
        StepError: a step failed, or did not fail though the page says so.
        nbclient.exceptions.CellExecutionError: Python raised an exception.
    """
    made = notebook(page, lang)
    made.cells = [c for c in made.cells if "install" not in c.metadata.get("tags", ())]
    told: list[str] = []
    _execute(made, folder)
    cells = [cell for cell in made.cells if cell.cell_type == "code"]
    for step, cell in zip(page.steps, cells, strict=True):
        streams = (output for output in cell.outputs if output.output_type == "stream")
        text = plain("".join(stream.text for stream in streams))
        _check_status(page, step, text)
        told.append("" if step.kind == "file" else text)
    return told


def _execute(made: Any, folder: Path) -> None:
    for left in reversed(range(STARTS)):
        client = NotebookClient(made, timeout=600, resources={"metadata": {"path": str(folder)}})
        try:
            client.execute()
        except RuntimeError as error:
            if not left or "before replying" not in str(error):
                raise
        else:
            return


def plain(text: str) -> str:
    """What stays on a terminal: bars that were erased, colours and cursor movements left out."""
    return CONTROL.sub("", ERASED.sub("", text))


def _check_status(page: Page, step: Step, text: str) -> None:
    failed = step.kind == "sh" and TROUBLE.search(text) is not None
    if failed != step.fails:
        what = "an error nobody announced" if failed else "no error, though `fails` is said"
        raise StepError(f"{page.path.name}, line {step.line}: {what}:\n{text}")


def main() -> None:
    """Run the page named; with --json, print a list of what each step prints."""
    path = Path(sys.argv[1]).resolve()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    os.environ["COLUMNS"] = "100"
    as_json = "--json" in sys.argv
    if not as_json:
        os.environ |= {"LC_ALL": "", "LC_MESSAGES": LOCALES.get(path.parent.name, "C.UTF-8")}
        os.environ["LC_CTYPE"] = "C.UTF-8"
    page = read_page(path)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(sys.argv[2]) if as_json and len(sys.argv) > 3 else Path(folder)
        told = executed(page, place)
    if as_json:
        json.dump(told, sys.stdout)
        return
    for step, text in zip(page.steps, told, strict=True):
        print(f"\n--- line {step.line} {step.caption}\n{step.text}\n---\n{text}")


if __name__ == "__main__":
    main()
