"""Results that are kept, so that trainings that were done are not done again."""

import contextlib
import io
import itertools
from pathlib import Path

import numpy as np

from miwake.errors import RunError, reason
from miwake.runtime.atomic_write import write_whole
from miwake.stats.per_example import Scores

CELLS, REPORT, TABLE = "cells", "report.html", "compare.json"


class ResultCache:
    """The folder of a comparison.

    Args:
        folder: where it is, or will be.

    Raises:
        RunError: nothing can be written there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            (folder / CELLS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(
                "results can't be kept in {folder} ({why}); name another folder with --out DIR",
                folder=folder,
                why=reason(error),
            ) from error

    def read(self, key: str) -> Scores | None:
        """The scores kept under a key; None where there are none, or no sound ones."""
        try:
            packed = io.BytesIO((self.folder / CELLS / f"{key}.npz").read_bytes())
            with np.load(packed, allow_pickle=False) as arrays:
                scores: Scores = arrays["scores"]
        except Exception:  # noqa: BLE001  NumPy's reader raises many kinds on damaged bytes
            return None
        return scores if scores.ndim == 1 and scores.dtype.kind in "bf" else None

    def write(self, key: str, scores: Scores) -> None:
        """Keep scores under a key.

        Raises:
            RunError: the disk does not take them.
        """
        packed = io.BytesIO()
        np.savez_compressed(packed, allow_pickle=False, scores=scores)
        self._write(self.folder / CELLS / f"{key}.npz", packed.getvalue())

    def write_result(self, table: str, report: str) -> Path:
        """Write the comparison's table and report; another one's stay beside them, numbered.

        Returns:
            the report's path.

        Raises:
            RunError: the disk does not take them.
        """
        if _differs(self.folder / TABLE, table.encode()):
            self._set_aside()
        self._write(self.folder / TABLE, table.encode())
        self._write(self.folder / REPORT, report.encode())
        return self.folder / REPORT

    def _set_aside(self) -> None:
        """Rename the table and report of another comparison of this task: report-1.html."""
        numbers = (f"-{n}" for n in itertools.count(1))
        number = next(n for n in numbers if not _numbered(self.folder / TABLE, n).exists())
        for name in (TABLE, REPORT):
            with contextlib.suppress(OSError):
                (self.folder / name).rename(_numbered(self.folder / name, number))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, lambda temporary: temporary.write_bytes(content))
        except OSError as error:
            raise RunError(
                "{path} can't be written ({why}); make room", path=path, why=reason(error)
            ) from error


def _differs(path: Path, content: bytes) -> bool:
    """Tell whether a file is there and holds something else."""
    try:
        return path.read_bytes() != content
    except OSError:
        return False


def _numbered(path: Path, number: str) -> Path:
    return path.with_stem(path.stem + number)
