"""A folder of images becomes a Dataset; a picture to predict is brought to the same form."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, Phrase
from miwake.input_spec import InputSpec
from miwake.plan import ReaderOptions
from miwake.readers.decode_image import (
    decode,
    decode_as_seen,
    open_picture,
    read_bytes,
    warnings_ignored,
)
from miwake.readers.drawings import match_training
from miwake.readers.folders_and_zips import folder_of, is_zip
from miwake.readers.image_files import Pictures, are_photos, read_pictures
from miwake.readers.image_findings import file_findings, split_findings
from miwake.readers.image_groups import compile_pattern, group_pictures
from miwake.readers.list_images import SUFFIXES, Listing, has_folders, list_folder
from miwake.readers.picture_levels import HEIC
from miwake.readers.reader import Progress, Reader
from miwake.readers.split import split

MOVED = 4096  # pictures moved at once


class ImageReader(Reader):
    """Reads folders of images, one sub-folder a class, and to predict single pictures."""

    form = "images"
    suffixes = SUFFIXES
    predict_suffixes = tuple(dict.fromkeys((*SUFFIXES, *HEIC)))  # to say what reads those
    media = ("image/*",)
    options = ("group",)

    def recognizes(self, path: Path) -> bool:
        """Tell whether a path has sub-folders, each of which may be a class, or is a zip."""
        return is_zip(path) or (path.is_dir() and has_folders(path))

    def read_dataset(
        self, path: Path, options: ReaderOptions, seed: int, progress: Progress | None = None
    ) -> Dataset:
        """Read the pictures in a folder, split by class so that alike ones lie on one side.

        The folder has one sub-folder a class, or `train` and `test` above them. options.group is a
        regular expression on the path below it; pictures in which its first group (or all that
        it matches) is the same lie on one side. A zip has such a folder in it.

        Returns:
            pictures in uint8, shape (n, height, width) if all are grey, else (n, height, width, 3).
        """
        with folder_of(path) as folder:
            return self._read_folder(folder, options, seed, progress)

    def _read_folder(
        self, path: Path, options: ReaderOptions, seed: int, progress: Progress | None
    ) -> Dataset:
        pattern = compile_pattern(options.group)
        listing = list_folder(path)
        pictures = read_pictures(listing.files, progress)
        readable = pictures.readable
        _check_classes(path, listing, pictures)
        together = group_pictures(path, listing, pictures, pattern)
        test = np.zeros(len(readable), bool)
        if listing.test is None:
            test[readable] = split(listing.labels[readable], seed, together.groups[readable])
        else:
            test = listing.test & readable
        train = readable & ~test
        grouped = len(np.unique(together.groups[readable])) < readable.sum()
        notes = (
            *file_findings(path, listing, pictures),
            *together.findings(),
            *split_findings(
                listing, together.alike[readable], listing.labels[readable], test[readable]
            ),
        )
        facts, x_test = pictures.facts(), pictures.x[test]
        return Dataset(
            x_train=_move_to_front(pictures.x, np.flatnonzero(train)),
            y_train=listing.labels[train],
            x_test=x_test,
            y_test=listing.labels[test],
            classes=listing.classes,
            reading=pictures.spec,
            facts_train={name: values[train] for name, values in facts.items()},
            facts_test={name: values[test] for name, values in facts.items()},
            groups_train=together.groups[train] if grouped else None,
            groups_test=together.groups[test] if grouped else None,
            splittable=listing.test is None,
            notes=notes,
        )

    def usual_network(self, path: Path) -> str:
        """Tell photos, which a pretrained network knows, from drawings and icons."""
        with folder_of(path) as folder:
            return "photo" if are_photos(list_folder(folder).files) else "dense"

    def serves(self, spec: InputSpec) -> bool:
        """Tell whether a network takes images."""
        return spec.table is None and spec.kind == "image"

    def read_examples(self, path: Path, spec: InputSpec) -> NDArray[Any]:
        """Read a picture, brought to the look of the pictures the network was trained on."""
        try:
            with warnings_ignored():
                return decode_like_training(read_bytes(path), spec)[None]
        except DataError as error:
            raise DataError(
                "{path} can't be read as a picture ({error}); save it as PNG",
                path=path,
                error=error,
            ) from error

    def fingerprint(self, path: Path) -> str:
        """Compute a SHA-256 of the names and sizes of a folder's pictures, or of a zip's bytes."""
        if is_zip(path):
            return super().fingerprint(path)
        digest = hashlib.sha256()
        for picture in list_folder(path).files:
            about = f"{picture.relative_to(path).as_posix()}\0{picture.stat().st_size}\n"
            digest.update(about.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()


def decode_like_training(content: bytes, spec: InputSpec) -> NDArray[Any]:
    """Decode a picture as files for training are, unless its size says that it is another kind.

    Args:
        content: the file's bytes.
        spec: what the network takes.

    Raises:
        DataError: they are no picture.
    """
    picture, header = open_picture(content)
    image = spec.image
    if image and (image.scaled or (header.height, header.width) == (image.height, image.width)):
        return decode(picture, image)
    seen = decode_as_seen(picture, image, on_white=spec.background is None)
    return match_training(seen, spec)


def _check_classes(root: Path, listing: Listing, pictures: Pictures) -> None:
    """Refuse a class of which no picture can be read."""
    readable = pictures.readable
    learned = readable if listing.test is None else readable & ~listing.test
    counts = np.bincount(listing.labels[learned], minlength=len(listing.classes))
    if (counts > 0).all():
        return
    lost = int(np.argmin(counts))
    why = next((e for i, e in sorted(pictures.failed.items()) if listing.labels[i] == lost), None)
    raise DataError(
        "{root}: no picture of the class {lost} can be read for training ({why}); "
        "add some, or take the folder away",
        root=root,
        lost=listing.classes[lost],
        why=why or Phrase("there are none"),
    )


def _move_to_front(x: NDArray[np.uint8], indices: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The pictures at these indices, moved to the front of the same memory."""
    for start in range(0, len(indices), MOVED):
        part = indices[start : start + MOVED]
        x[start : start + len(part)] = x[part]  # never from before where they go
    return x[: len(indices)]
