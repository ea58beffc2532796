"""A plan as the page's form has it: its values by the names of the plan's fields, with "task".

How a user's own files are read stands together, under "options".
"""

from collections.abc import Mapping
from typing import Any

from miwake.errors import ArgumentError, Option
from miwake.plan import Field, TrainingPlan, fields_of

MAX_LENGTH = 10_000  # characters of a text
_FIELDS = {field.name: field for field in fields_of("train")}
READER = tuple(name for name, field in _FIELDS.items() if field.part == "reader")
APART = {"settings", "data", *READER}  # no path but the task's is taken from a page
FORM = tuple(name for name in _FIELDS if name not in APART)


def read_form(form: Mapping[str, Any]) -> TrainingPlan:
    """Read the plan from what the page sends.

    Raises:
        ArgumentError: it is none.
    """
    values = {name: value for name, value in form.items() if value is not None}
    if not values.get("task") or not _is_text(values["task"]):
        raise ArgumentError("there is no task; choose one")
    settings, options = values.pop("settings", {}), values.pop("options", {})
    for name, value in values.items():
        if name != "task":
            _check(name, value, name in FORM)
    if not isinstance(settings, dict) or not all(map(_is_text, [*settings, *settings.values()])):
        raise _refusal("settings", settings)
    for name, value in options.items() if isinstance(options, dict) else [("options", options)]:
        _check(name, value, name in READER)
    lists = {n: tuple(v) if isinstance(v, list) else v for n, v in options.items()}
    return TrainingPlan.of(settings=tuple(settings.items()), **lists, **values)


def write_form(plan: TrainingPlan) -> dict[str, Any]:
    """Write the plan as the page's form has it."""
    options = plan.data.reader.nonempty
    return {
        "task": plan.data.task,
        "settings": {name: str(value) for name, value in plan.data.settings},
        "options": options,
        **{name: plan.value(name) for name in FORM},
    }


def _check(name: str, value: Any, has_field: bool) -> None:
    field = _FIELDS.get(name)
    if field is None or not has_field:
        raise _refusal(name, value)
    texts = value if isinstance(value, list) else [value]
    is_text = field.type in {str, tuple}
    if field.fits(value) and (not is_text or all(map(_is_text, texts))):
        return
    raise _beyond(field, value) if field.type is int else _refusal(name, value)


def _beyond(field: Field, value: Any) -> ArgumentError:
    return ArgumentError(
        "{field} = {value} can't be asked for; give a whole number from {least:,} to {most:,}",
        field=Option(field.option),
        value=_as_typed(value),
        least=field.least,
        most=field.most,
    )


def _refusal(name: str, value: Any) -> ArgumentError:
    return ArgumentError(
        "{name} = {value!r} can't be asked for; correct it", name=name, value=str(value)[:80]
    )


def _as_typed(value: Any) -> str:
    """Write a number as it was typed: JavaScript sends huge ones as 1e+23."""
    whole = isinstance(value, float) and value.is_integer()
    return (f"{int(value):,}" if whole or type(value) is int else str(value))[:80]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) < MAX_LENGTH
