"""Write a plan as the command line, or as the lines of Python, that follows it."""

from collections.abc import Sequence
from pathlib import Path

from miwake.plan.field import Verb
from miwake.plan.plans import TrainingPlan, fields_of


def to_cli(plan: TrainingPlan, verb: Verb = "train", last: Sequence[str] = ()) -> list[str]:
    """Write the command line, in words; what is as usual is not said.

    Args:
        plan: what the command is to do.
        verb: the command.
        last: the names of the fields that are said at the end.
    """
    usual = type(plan)()
    options = {
        field.name: field.words(plan.value(field.name))
        for field in fields_of(verb)
        if plan.value(field.name) not in (None, usual.value(field.name))
    }
    order = [name for name in options if name not in last]
    order += [name for name in last if name in options]
    words = [word for name in order for word in options[name]]
    return ["miwake", verb, _short_path(plan.data.task or ""), *words]


def to_python(plan: TrainingPlan) -> str:
    """Write the lines of Python that do the same training."""
    data, usual = plan.data, TrainingPlan()
    reader = {n: list(v) if isinstance(v, tuple) else v for n, v in data.reader.nonempty.items()}
    task = [repr(data.task), *([repr(dict(data.settings))] if data.settings else [])]
    task += [f"{name}={value!r}" for name, value in reader.items()]
    task += [f"data={data.data!r}"] if data.data else []
    counts = f"train={data.train}, test={data.test}, seed={data.seed}"
    training = [f"network={plan.network!r}", f"epochs={plan.epochs}"]
    training += [
        f"{field.name}={plan.value(field.name)!r}"
        for field in fields_of("train")
        if field.part == "training"
        and field.name not in {"network", "epochs"}
        and plan.value(field.name) != usual.value(field.name)
    ]
    return (
        f"task = miwake.load_task({', '.join(task)})\n"
        f"data = task.make({counts}{', fresh=True' if data.fresh else ''})\n"
        f"run = miwake.train(data, {', '.join(training)})"
    )


def _short_path(name: str) -> str:
    """Shorten a path to one from the working directory, where it lies below."""
    path, here = Path(name), Path.cwd()
    below = path.is_absolute() and path != here and path.is_relative_to(here)
    return str(path.relative_to(here)) if below else name
