"""Print the epochs of a training: a line each; on a terminal many move in one line."""

import os
import shutil
from collections import deque
from types import TracebackType
from typing import Self, TextIO

from miwake.cli.console import say
from miwake.messages import translate
from miwake.render.text import epoch_line
from miwake.verdict.monitor import Epoch

MANY = 20  # epochs from which one line moves
LAST = 5  # epochs whose lines stay
LONG = 60.0  # seconds to come that are worth a line
SURE = 20.0  # seconds of a first epoch, beside which those of compiling are few


class EpochLines:
    """Print finished epochs; on closing, the last ones of a moving line stay.

    Args:
        stream: where to; a file or a pipe gets every epoch's line, and nothing else.
        lang: the language of the time to come.
    """

    def __init__(self, stream: TextIO | None, lang: str) -> None:
        self.stream, self.lang = stream, lang
        terminal = stream is not None and stream.isatty()
        self.is_terminal = terminal and os.environ.get("TERM") != "dumb"
        self.last: deque[str] = deque(maxlen=LAST)
        self.heard = 0
        self.has_said_time = False

    def __enter__(self) -> Self:
        """Begin a training."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the last lines, however the training ended."""
        self.close()

    def show(self, epoch: Epoch) -> None:
        """Print a finished epoch."""
        line = epoch_line(epoch)
        self.heard += 1
        if not self.is_terminal or epoch.epochs < MANY:
            say(line, self.stream)
        else:
            self.last.append(line)
            self._move(line)
        if self.is_terminal and not self.has_said_time:
            self._say_time(epoch)
        if epoch.number == epoch.epochs:
            self.close()

    def close(self) -> None:
        """Print the last lines in place of the moving one."""
        if self.last:
            self._move("")
        while self.last:
            say(self.last.popleft(), self.stream)

    def _move(self, line: str) -> None:
        columns = shutil.get_terminal_size().columns - 1
        say(f"{line[:columns]:<{columns}}", self.stream, end="\r")

    def _say_time(self, epoch: Epoch) -> None:
        """Say how long the rest takes, where that is long; a first epoch also compiles."""
        rest = (epoch.epochs - epoch.number) * epoch.seconds
        if rest >= LONG and (self.heard > 1 or epoch.seconds >= SURE):
            self.has_said_time = True
            if self.last:
                self._move("")
            more, minutes = epoch.epochs - epoch.number, max(1, round(rest / 60))
            text = translate("printed.time", self.lang, epochs=more, minutes=minutes)
            say(text, self.stream)
