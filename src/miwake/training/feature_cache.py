"""Features of examples, kept on disk by content: what was computed once is not computed again."""

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_ROWS = 100_000  # half a gigabyte; the oldest go first
ASKED = 500  # keys in one question
PORTION = 512  # examples whose features are kept together; an interruption loses no more
WAIT = 30.0  # seconds for another process that writes
Features = NDArray[np.float32]
Compute = Callable[[NDArray[Any], int, int], Features]


class FeatureCache:
    """The features of examples in one file, for all processes.

    Args:
        path: the file; where it can't be used, everything is computed.
        width: numbers an example.
    """

    def __init__(self, path: Path, width: int) -> None:
        self.path, self.width = path, width

    def features(self, x: NDArray[Any], compute: Compute) -> Features:
        """Return the features of examples, shape (n, width).

        Args:
            x: examples, shape (n, ...).
            compute: gives the features of some that are not there yet, from these, how many were
                computed before, and how many are to be in all.
        """
        keys = [blake2b(row.tobytes(), digest_size=16).digest() for row in x]
        rows = self._read(keys)
        missing = np.array([i for i, key in enumerate(keys) if key not in rows], np.intp)
        done, portions = 0, -(-len(missing) // PORTION)
        for part in np.array_split(missing, portions) if portions else ():
            new = compute(x[part], done, len(missing))
            added = {keys[i]: row for i, row in zip(part.tolist(), new, strict=True)}
            self._write(added)
            done += len(part)
            rows |= added
        if not keys:
            return np.empty((0, self.width), np.float32)
        return np.stack([rows[key] for key in keys])

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Features]:
        rows = {}
        with contextlib.suppress(sqlite3.Error, OSError), self._open() as file:
            for start in range(0, len(keys), ASKED):
                part = keys[start : start + ASKED]
                marks = ",".join("?" * len(part))
                query = f"SELECT key, value FROM features WHERE key IN ({marks})"  # noqa: S608
                for key, value in file.execute(query, part):
                    if blake2b(value[:-8], digest_size=8).digest() == value[-8:]:
                        rows[key] = np.frombuffer(value[:-8], np.float32)
        return {key: row for key, row in rows.items() if len(row) == self.width}

    def _write(self, rows: dict[bytes, Features]) -> None:
        values = [(key, _sealed(row.tobytes())) for key, row in rows.items()]
        with contextlib.suppress(sqlite3.Error, OSError), self._open() as file:
            file.executemany("INSERT OR REPLACE INTO features VALUES (?, ?)", values)
            file.execute(
                "DELETE FROM features WHERE rowid <= (SELECT max(rowid) FROM features) - ?",
                (MAX_ROWS,),
            )

    @contextlib.contextmanager
    def _open(self) -> Any:
        """The file, open for one question; one that is damaged is begun anew."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(self.path, timeout=WAIT)
        try:
            with file:
                file.execute("CREATE TABLE IF NOT EXISTS features (key BLOB UNIQUE, value BLOB)")
                yield file
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):
                self.path.unlink(missing_ok=True)
            raise
        finally:
            file.close()


def _sealed(value: bytes) -> bytes:
    return value + blake2b(value, digest_size=8).digest()
