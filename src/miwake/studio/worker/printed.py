"""What users' code prints: the first of it goes to the terminal, the last lines to the page."""

import io
from collections import deque
from typing import TextIO

MAX_TERMINAL = 20_000  # characters of one command
MAX_LINES, MAX_LENGTH = 20, 200  # of the page, and of one line of it
MAX_PIECES = 4 * MAX_LINES


class PrintedText(io.TextIOBase):
    """A stream in place of standard output and standard error.

    Args:
        terminal: where the first of what is printed goes.
    """

    def __init__(self, terminal: TextIO) -> None:
        self.terminal = terminal
        self.begin()

    def begin(self) -> None:
        """Begin anew, for the next command."""
        self._pieces: deque[str] = deque(maxlen=MAX_PIECES)
        self._count = 0
        self._is_new = False

    def write(self, text: str) -> int:
        """Take in a text."""
        if self._count < MAX_TERMINAL:
            self.terminal.write(text[: MAX_TERMINAL - self._count])
            if self._count + len(text) >= MAX_TERMINAL:
                self.terminal.write(" ...\n")
            self.terminal.flush()
        self._count += len(text)
        self._pieces.append(text[-MAX_LINES * MAX_LENGTH :])
        self._is_new = True
        return len(text)

    def take_lines(self) -> list[str] | None:
        """Return the last lines; None where nothing was printed since they were taken last."""
        if not self._is_new:
            return None
        self._is_new = False
        lines = "".join(list(self._pieces)).splitlines()[-MAX_LINES:]
        return [line[:MAX_LENGTH] for line in lines]
