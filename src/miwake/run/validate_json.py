"""JSON from elsewhere, checked against its schema before anything is made of it."""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from miwake.errors import Phrase

LARGEST_FILE = 2**27  # bytes
LARGEST = 2**63  # of whole numbers
FARTHEST = 1e300  # of other ones: beyond it their differences are infinite


def read_limited(path: Path) -> str:
    """Read a file's text.

    Raises:
        OSError: it can't be read; ValueError: it is too large, or no text.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(Phrase("it is too large"))
    return path.read_text("utf-8")


def read_json(text: str) -> dict[str, Any]:
    """Read an object whose numbers and texts can be shown anywhere; NaN is null.

    Raises:
        ValueError: it is none.
    """
    try:
        values = json.loads(
            text,
            parse_int=_whole_number,
            parse_float=_number,
            parse_constant=lambda _: None,
        )
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError(Phrase("it holds half a character, a lone surrogate")) from error
    except RecursionError as error:
        raise ValueError(Phrase("it is too deep")) from error
    if not isinstance(values, dict):
        raise ValueError(Phrase("it holds no object"))  # noqa: TRY004  as all else in it
    return values


def check_schema(value: Any, schema: Any, name: str) -> None:
    """Check plain data against a type: a typed dictionary, a list, a dictionary or a scalar.

    Raises:
        ValueError: it is not of this type.
        KeyError: it lacks something.
    """
    if schema is Any:
        return
    kind = get_origin(schema) or schema
    if kind is UnionType:
        kinds = get_args(schema)
        if value is None and NoneType in kinds:
            return
        named = [one for one in kinds if one is not NoneType and _is_kind(value, _outer(one))]
        schema = named[0] if named else kinds[0]
        kind = _outer(schema)
    if not _is_kind(value, kind):
        raise ValueError(Phrase("its {name} is {value!r}", name=name, value=_short(value)))
    for key, part in _parts(value, schema):
        check_schema(value[key], part, f"{name}.{key}" if name else str(key))


def _parts(value: Any, schema: Any) -> list[tuple[Any, Any]]:
    """List the keys of what is inside, and the types that it is to have."""
    inside = get_args(schema)
    if is_typeddict(schema):
        lacking = [key for key in schema.__required_keys__ if key not in value]
        if lacking:
            raise KeyError(min(lacking))
        return [(key, part) for key, part in _types_of(schema).items() if key in value]
    if _outer(schema) is dict:
        return [(key, inside[1]) for key in value]
    return [(place, inside[0]) for place in range(len(value))] if _outer(schema) is list else []


@cache
def _types_of(schema: Any) -> dict[str, Any]:
    return get_type_hints(schema)


def _outer(schema: Any) -> Any:
    return dict if is_typeddict(schema) else get_origin(schema) or schema


def _is_kind(value: Any, kind: Any) -> bool:
    if kind is float:
        return type(value) in {int, float}
    if kind is int:
        return type(value) is int and value >= 0
    return isinstance(value, _outer(kind))


def _whole_number(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) >= LARGEST:
        raise ValueError(Phrase("the number {digits} in it is too large", digits=digits[:20]))
    return int(digits)


def _number(digits: str) -> float | None:
    number = float(digits)
    if math.isfinite(number) and abs(number) < FARTHEST:
        return number if abs(number) > 1 / FARTHEST else 0.0
    return None


def _short(value: Any) -> Any:
    """Shorten what is shown in an error."""
    if isinstance(value, Mapping | list):
        return type(value).__name__
    return f"{value[:40]}…" if isinstance(value, str) and len(value) > 40 else value
