"""Where in a folder the folders of its classes lie: at once, or in parts of the data above them."""

import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

# Names of parts as they are compared: in small letters, without what stands between words.
TRAIN = ("train", "training", "学習", "訓練")
TEST = ("test", "testing", "テスト", "val", "valid", "validation", "検証", "dev", "eval", "holdout")
BETWEEN, SUFFIX = re.compile(r"[\s_-]+"), re.compile(r"(set|data|用)$")
FOLD = re.compile(r"(fold|split|part)\d+")

Folders = dict[str, list[Path]]


@dataclass
class PassedOver:
    """Files that are no pictures of a class: how many are hidden, and the others by ending."""

    hidden: int = 0
    foreign: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Layout:
    """Where the folders of the classes lie.

    Attributes:
        train: the folders above them for training, or for a split; the folder itself at the least.
        test: the one for testing; None: a part of the others' pictures is.
        folds: whether `train` are folds of one set.
        unused: the names of folders that are neither.
        inside: whether the folders of the classes lie below one for training alone.
    """

    train: tuple[Path, ...]
    test: Path | None = None
    folds: bool = False
    unused: tuple[str, ...] = ()
    inside: bool = False


def find_layout(root: Path, tops: Folders) -> Layout:
    """Tell folders of classes from those of parts, which have folders of classes in them.

    Args:
        root: the folder.
        tops: its sub-folders.
    """
    parts = {_compared(name): name for name, paths in tops.items() if _has_folders(paths)}
    train = next((parts[name] for name in TRAIN if name in parts), None)
    test = next((parts[name] for name in TEST if name in parts), None)
    if train and test:
        unused = tuple(name for name in tops if name not in {train, test})
        return Layout((*tops[train],), tops[test][0], unused=unused)
    if train and all(_compared(name) in (*TRAIN, *TEST) for name in tops):
        unused = tuple(name for name in tops if name != train)
        return Layout((*tops[train],), unused=unused, inside=True)
    if len(parts) > 1 and _are_folds(tops):
        return Layout(tuple(path for paths in tops.values() for path in paths), folds=True)
    return Layout((root,))


def sub_folders(root: Path, passed: PassedOver | None = None) -> Folders:
    """List the sub-folders by name, sorted; names that differ in their composition are one.

    Args:
        root: the folder.
        passed: counts what else lies there.

    Raises:
        OSError: it can't be read.
    """
    passed = passed or PassedOver()
    folders: Folders = {}
    with os.scandir(root) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if is_hidden(entry.name):
                passed.hidden += 1
            elif is_folder(entry):
                folders.setdefault(printable(entry.name), []).append(Path(entry.path))
            else:
                passed.foreign[ending(entry.name)] += 1
    return folders


def printable(path: Path | str) -> str:
    """Give a path or a name as text that can be printed and kept, composed alike on all systems."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text)


def ending(name: str) -> str:
    """Give a file name's ending in small letters; "" where there is none."""
    return os.path.splitext(name)[1].lower()  # noqa: PTH122  100,000 files


def is_hidden(name: str) -> bool:
    """Tell whether a name is that of a system's own file."""
    return name.startswith((".", "__MACOSX")) or name.lower() in {"thumbs.db", "desktop.ini"}


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder; a link to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _compared(name: str) -> str:
    return SUFFIX.sub("", BETWEEN.sub("", name.casefold()))


def _has_folders(paths: list[Path]) -> bool:
    return any(sub_folders(path) for path in paths)


def _are_folds(tops: Folders) -> bool:
    """Whether all are numbered folds, and hold classes of the same names."""
    if not all(FOLD.fullmatch(_compared(name)) for name in tops):
        return False
    classes = [{n for path in paths for n in sub_folders(path)} for paths in tops.values()]
    return all(one & classes[0] for one in classes)
