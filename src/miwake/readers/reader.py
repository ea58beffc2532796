"""Reader: one form that a user's data can have, read to train and to predict."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, reason
from miwake.input_spec import InputSpec
from miwake.plan import ReaderOptions

Progress = Callable[[int, int], None]


class Reader(ABC):
    """Reads one form of data; `registry.READERS` lists all of them.

    Attributes:
        form: what it reads: "images", "table" or "arrays".
        suffixes: the endings of the files that it reads to train, or that lie in its folders.
        predict_suffixes: the endings of the files that it reads to predict.
        media: what else a browser's file dialog may offer to predict.
        options: the names of the reader options that it uses.
    """

    form: str
    suffixes: tuple[str, ...]
    predict_suffixes: tuple[str, ...]
    media: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def recognizes(self, path: Path) -> bool:
        """Tell whether it can train on what is at a path."""
        return path.suffix.lower() in self.suffixes and path.is_file()

    @abstractmethod
    def read_dataset(
        self, path: Path, options: ReaderOptions, seed: int, progress: Progress | None = None
    ) -> Dataset:
        """Read examples, split into those for training and those for testing.

        Args:
            path: a file or folder that it recognizes.
            options: how to read it.
            seed: decides the split.
            progress: called with (files read, files in all).

        Raises:
            DataError: it can't be read, or can't be used as examples.
            TaskError: an option makes no sense.
        """

    @abstractmethod
    def serves(self, spec: InputSpec) -> bool:
        """Tell whether a network with this input can be asked about what it reads."""

    @abstractmethod
    def read_examples(self, path: Path, spec: InputSpec) -> NDArray[Any]:
        """Read a file to predict.

        Args:
            path: a file with one of the `predict_suffixes`.
            spec: what the network takes.

        Returns:
            examples, shape (n, *spec.shape), n at least 1.

        Raises:
            DataError: it can't be read, or holds something else than the network takes.
        """

    def usual_network(self, path: Path) -> str:  # noqa: ARG002  others look at what is there
        """Tell by a glance which built-in network is the usual one for what is at a path."""
        return "dense"

    def fingerprint(self, path: Path) -> str:
        """Compute a SHA-256 that changes when the data does.

        Raises:
            DataError: it can't be read.
        """
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise DataError("{path} can't be read ({why})", path=path, why=reason(error)) from error
