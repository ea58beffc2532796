"""Parquet files, whose columns have types already."""

from pathlib import Path

from miwake.errors import DataError
from miwake.plan import ReaderOptions
from miwake.readers.frames import polars
from miwake.readers.tables import Sheet, TableReader


class ParquetReader(TableReader):
    """Reads Parquet files."""

    suffixes = predict_suffixes = (".parquet", ".pq")

    def read_sheet(self, path: Path, options: ReaderOptions) -> Sheet:  # noqa: ARG002
        """Read the file; it has one sheet."""
        pl = polars()
        try:
            with path.open("rb") as file:
                frame = pl.read_parquet(file)
        except (Exception, pl.exceptions.PanicException) as error:  # its Rust reader panics, too
            text = " ".join(str(error).split())[:200]
            raise DataError(
                "{path} can't be read as Parquet ({text}); write it again", path=path, text=text
            ) from error
        if not frame.width or not frame.height:
            raise DataError(
                "{path} has {height} rows of {width} columns; add some",
                path=path,
                height=frame.height,
                width=frame.width,
            )
        return Sheet(frame)
