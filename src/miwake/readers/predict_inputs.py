"""Files that a user wants an answer for, read as examples of a spec."""

from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from miwake.errors import DataError
from miwake.input_spec import InputSpec, TableSpec
from miwake.readers.predict_arrays import ARRAYS, TEXTS, read_numbers
from miwake.readers.predict_images import PICTURES, read_picture
from miwake.readers.tables import TABLES, read_rows


def read_inputs(path: Path, spec: InputSpec) -> list[tuple[str, NDArray[Any]]]:
    """The examples in one file, each with a name for it.

    Args:
        path: a picture; or .npy, .csv, .tsv or .txt with one example or one a row.
        spec: what the network takes.

    Raises:
        DataError: the file can't be read, or holds something else than the network takes.
    """
    if not path.is_file():
        raise DataError("there is no file {path}; give files to predict", path=path)
    end = path.suffix.lower()
    if spec.table is not None:
        return _read_rows(path, spec.table)
    if end in PICTURES:
        if spec.kind != "image":
            raise DataError(
                "{path} is a picture, but this network takes examples of shape {shape}; "
                "give .npy or .csv files",
                path=path,
                shape=spec.shape,
            )
        return [(str(path), read_picture(path, spec))]
    if end not in ARRAYS | TEXTS:
        raise DataError(
            "{path} is of no kind that can be read; give .png, .jpg, .npy or .csv", path=path
        )
    examples = read_numbers(path, spec)
    return _named(path, examples)


def _read_rows(path: Path, table: TableSpec) -> list[tuple[str, NDArray[Any]]]:
    if path.suffix.lower() not in TABLES:
        raise DataError(
            "{path} is no table, which this network was trained on; give a .csv, .tsv or .parquet",
            path=path,
        )
    return _named(path, read_rows(path, table))


def _named(path: Path, examples: NDArray[Any]) -> list[tuple[str, NDArray[Any]]]:
    if len(examples) == 1:
        return [(str(path), examples[0])]
    return [(f"{path}[{i}]", example) for i, example in enumerate(examples)]
