"""Settings and defaults: what the assignments of a task file say."""

import ast
import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from miwake.errors import Phrase, TaskError, nearest

HOOK = "__setting__"  # the name by which a task file finds `changer`'s function
DEFAULTS: dict[str, type] = {
    "train": int,
    "test": int,
    "epochs": int,
    "network": str,
    "target": str,
    "classes": list,
}
_TYPES = {
    int: Phrase("a whole number"),
    float: Phrase("a number"),
    bool: Phrase("True or False"),
    str: Phrase("a text"),
}


def change_settings(tree: ast.Module, changed: Mapping[str, Any], name: str) -> None:
    """Pass the values of changed settings through the hook, so that what they decide changes too.

    Settings and defaults written in one line, `a, b = 1, 2`, are separated first.

    Raises:
        TaskError: the task file has no such setting.
    """
    tree.body = [part for node in tree.body for part in _separated(node)]
    names = {key: None for key, _ in _assignments(tree) if key.isupper()}
    for setting in changed:
        if setting not in names:
            raise _unknown_setting(setting, list(names), name)
        for node in [node for key, node in _assignments(tree) if key == setting]:
            assert node.value is not None
            hook, key = ast.Name(HOOK, ast.Load()), ast.Constant(setting)
            node.value = ast.copy_location(ast.Call(hook, [key, node.value], []), node.value)
    ast.fix_missing_locations(tree)


def changer(changed: Mapping[str, Any], name: str) -> Callable[[str, Any], Any]:
    """The hook: the new value of a setting, of the same type as the old one."""

    def setting(key: str, old: Any) -> Any:
        return _like(changed[key], plain_value(old), key, name)

    return setting


def settings_of(tree: ast.Module, module: ModuleType) -> dict[str, Any]:
    """The settings of an executed task file: its upper-case constants that text can give."""
    values = {key: plain_value(getattr(module, key, None)) for key, _ in _assignments(tree)}
    return {key: value for key, value in values.items() if key.isupper() and _is_plain(value)}


def defaults_of(tree: ast.Module, module: ModuleType, name: str) -> dict[str, Any]:
    """The task's own train, test, epochs, network, target and classes, where it has them.

    Raises:
        TaskError: one has another type.
    """
    defaults = {}
    for key in DEFAULTS.keys() & {key for key, _ in _assignments(tree)}:
        value: Any = getattr(module, key, None)
        kind = DEFAULTS[key]
        if kind is list and isinstance(value, list | tuple):
            value = [str(v) for v in value]
        elif type(value) is not kind or (isinstance(value, int) and value < 1):
            expected = {
                int: Phrase("a whole number of at least 1"),
                str: Phrase("a text in quotes"),
            }
            raise TaskError(
                "{name}: {key} = {value!r}; write {wanted}",
                name=name,
                key=key,
                value=value,
                wanted=expected.get(kind, Phrase("a list")),
            )
        defaults[key] = value
    return defaults


def weights_of(
    tree: ast.Module, module: ModuleType, classes: Sequence[str], name: str
) -> tuple[float, ...]:
    """How often each class is drawn, in parts of 1; empty for equal parts.

    Raises:
        TaskError: they are not one number above 0 for each class.
    """
    if "weights" not in {key for key, _ in _assignments(tree)}:
        return ()
    value: Any = getattr(module, "weights", None)
    try:
        weights = [float(w) for w in value]
    except (TypeError, ValueError):
        weights = []
    if len(weights) != len(classes) or not all(0 < w < float("inf") for w in weights):
        raise TaskError(
            "{name}: weights = {given!r}; write a list of {n} numbers above 0, one "
            "for each class ({names})",
            name=name,
            given=value,
            n=len(classes),
            names=", ".join(classes),
        )
    return tuple(w / sum(weights) for w in weights)


def _separated(node: ast.stmt) -> Iterator[ast.stmt]:
    """`a, b = 1, 2` as `a = 1` and `b = 2`; any other statement as it is."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values) as written):
            fixed = not any(isinstance(n, ast.Name | ast.Starred) for n in ast.walk(written))
            if fixed and len(names) == len(values):
                for name, value in zip(names, values, strict=True):
                    yield ast.copy_location(ast.Assign([name], value), node)
                return
    yield node


def _assignments(tree: ast.Module) -> Iterator[tuple[str, ast.Assign | ast.AnnAssign]]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    yield target.id, node


def plain_value(value: Any) -> Any:
    """Python's own number in place of NumPy's."""
    return value.item() if isinstance(value, np.generic) else value


def _is_plain(value: Any) -> bool:
    """Whether it is something that text can give, and that a run can keep."""
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_plain, [*value, *value.values()]))
    return value is None or isinstance(value, bool | int | float | str)


def _like(value: Any, old: Any, setting: str, name: str) -> Any:
    if not _is_plain(old):
        raise TaskError(
            "{name} works {setting} out ({kind}), so {--set} can't change it; "
            "change it in the file",
            name=name,
            setting=setting,
            kind=type(old).__name__,
        )
    new = _read(value, old) if isinstance(value, str) else plain_value(value)
    with contextlib.suppress(OverflowError):
        new = float(new) if type(old) is float and type(new) is int else new
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        new = type(old)(new)
    if not _is_plain(new) or (type(new) is not type(old) and old is not None):
        raise TaskError(
            "{name} has {setting} = {old!r}; {value} is not "
            "{wanted}, so give one, as in {--set:{setting}={old!r}}",
            name=name,
            setting=setting,
            old=old,
            value=" ".join(repr(value).split()),
            wanted=_TYPES.get(type(old), Phrase("like it")),
        )
    return new


def _read(text: str, old: Any) -> Any:
    """What a text means as the new value of a setting; the text itself where it means nothing."""
    if isinstance(old, str):
        return text
    if isinstance(old, bool):
        return {"true": True, "false": False}.get(text.lower(), text)
    with contextlib.suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return float(text) if isinstance(old, float) else ast.literal_eval(text)
    return text


def _unknown_setting(setting: str, names: list[str], name: str) -> TaskError:
    has = (
        Phrase("it has {names}", names=", ".join(names)) if names else Phrase("it has no settings")
    )
    hint = nearest(setting.upper(), names, has)
    return TaskError(
        "{name} has no setting {setting}; {hint}", name=name, setting=setting, hint=hint
    )
