"""The readers of a user's data: which one takes what, to train and to predict."""

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, Option, Phrase, TaskError
from miwake.input_spec import InputSpec
from miwake.messages import render_error, resolve_language
from miwake.plan import ReaderOptions
from miwake.readers.arrays import ArrayReader
from miwake.readers.csv_table import CsvReader
from miwake.readers.excel import ExcelReader
from miwake.readers.folders_and_zips import files_inside, is_zip
from miwake.readers.images import ImageReader
from miwake.readers.parquet import ParquetReader
from miwake.readers.reader import Progress, Reader

IMAGES = ImageReader()
READERS: tuple[Reader, ...] = (
    IMAGES,
    CsvReader(),
    ParquetReader(),
    ExcelReader(),
    ArrayReader(),
)


def find_reader(path: Path) -> Reader | None:
    """Find the reader that can train on what is at a path."""
    return next((reader for reader in READERS if reader.recognizes(path)), None)


def read_dataset(
    path: Path, options: ReaderOptions, seed: int, progress: Progress | None = None
) -> Dataset:
    """Read a user's own files, split into examples for training and for testing.

    Args:
        path: a file or folder that a reader recognizes.
        options: how to read it.
        seed: decides the split.
        progress: called with (files read, files in all).

    Raises:
        DataError: it can't be read, or can't be used as examples.
        TaskError: an option does not fit the data.
    """
    reader = find_reader(path) or IMAGES
    refuse_options(options, reader.options, path.name)
    return reader.read_dataset(path, options, seed, progress)


def read_examples(path: Path, spec: InputSpec) -> list[tuple[str, NDArray[Any]]]:
    """Read the examples to predict in a file, or in all files of a folder or a zip.

    Each comes with a name for it. Files in a folder or a zip that can't be read are left out, and
    a warning says so; those of other kinds are passed over.

    Args:
        path: a picture, a table, a file of numbers, or a folder or zip of them.
        spec: what the network takes.

    Raises:
        DataError: nothing can be read, or it holds something else than the network takes.
    """
    serving = [reader for reader in READERS if reader.serves(spec)]
    if not path.is_dir() and not is_zip(path):
        return _read_file(path, str(path), spec, serving)
    if IMAGES in serving:  # a text beside pictures is none
        serving = [IMAGES]
    suffixes = tuple(dict.fromkeys(s for reader in serving for s in reader.predict_suffixes))
    examples, failed = [], []
    with files_inside(path, suffixes) as files:
        for name, file in files:
            try:
                examples += _read_file(file, name, spec, serving)
            except DataError as error:
                failed.append(error.naming(file, name))
    if not examples:
        raise failed[0]
    for left_out in failed:
        warnings.warn(render_error(left_out, resolve_language()), stacklevel=2)
    return examples


def _read_file(
    path: Path, name: str, spec: InputSpec, serving: list[Reader]
) -> list[tuple[str, NDArray[Any]]]:
    if not path.is_file():
        raise DataError("there is no file {path}; give files to predict", path=path)
    reader = next((r for r in serving if path.suffix.lower() in r.predict_suffixes), None)
    if reader is None:
        takes = Phrase("examples of shape {shape}", shape=spec.shape)
        takes = takes if spec.table is None else Phrase("rows of a table")
        raise DataError(
            "{path} can't be read for this network, which takes {takes}; give {endings}",
            path=path,
            takes=takes,
            endings=_join(reader.predict_suffixes for reader in serving),
        )
    examples = reader.read_examples(path, spec)
    if len(examples) == 1:
        return [(name, examples[0])]
    return [(f"{name}[{i}]", example) for i, example in enumerate(examples)]


def refuse_options(options: ReaderOptions, used: tuple[str, ...], name: str) -> None:
    """Refuse options that what is read does not use.

    Raises:
        TaskError: one is given that is not among those used.
    """
    for option in options.nonempty:
        if option not in used:
            typed = Option(f"--{option}")
            raise TaskError("{option} is not used for {name}; drop it", option=typed, name=name)


def fingerprint(path: Path) -> str:
    """Compute a SHA-256 that changes when the data does: of a file's bytes, of a folder's names.

    Raises:
        DataError: it can't be read.
    """
    return (find_reader(path) or IMAGES).fingerprint(path)


def endings(form: str) -> str:
    """List the endings of the files that a form of data can have, to be shown."""
    return _join(reader.suffixes for reader in READERS if reader.form == form)


def accepted(spec: InputSpec) -> str:
    """List what a browser's file dialog is to offer for a network."""
    serving = [reader for reader in READERS if reader.serves(spec)]
    return _join((*reader.media, *reader.predict_suffixes) for reader in serving)


def _join(suffixes: Iterable[tuple[str, ...]]) -> str:
    return ", ".join(dict.fromkeys(suffix for some in suffixes for suffix in some))
