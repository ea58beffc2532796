"""What the trials of simple views have to say: figures in, checks out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from miwake.audit.baseline_scores import TriedView
from miwake.findings import Action, Finding

RARE = 0.05  # corrected p below which a view tells something
NEARLY = 0.8  # of the way from chance to always right: nearly everything is told
ARTEFACT = 0.1  # the same for the last bits, which should tell nothing
EDGES = ("corner_pixels", "border_pixels")
IMAGE_VIEWS = (
    *("brightness", "middle_brightness", "colour", "contrast"),
    *(*EDGES, "sharpness", "histogram"),
)


def check_views(
    trials: Sequence[TriedView], chance: float, action: Action | None
) -> Iterator[Finding]:
    """What tells classes apart before any network, named from the most suspicious cause on.

    Args:
        trials: one for each view that was tried.
        chance: the share of right answers of guessing.
        action: what to do next.
    """
    telling = [trial for trial in trials if trial.p < RARE]
    if not telling:
        yield _nothing(len(trials))
        return
    bits = [t for t in telling if t.view == "last_bits" and t.gain(chance) >= ARTEFACT]
    strong = {t.view: t for t in telling if t.gain(chance) >= NEARLY and t.view != "last_bits"}
    yield from (Finding("last_bits", "warning", "last_bits", _values(trial)) for trial in bits)
    suspicious = [*_files(strong), *_image(strong)]
    yield from suspicious
    if not suspicious:
        yield from _one_class(telling)
        yield from _simple(telling, strong, len(trials), chance, action)


def check_predictors(
    trials: Sequence[TriedView], target: str, action: Action | None
) -> Iterator[Finding]:
    """What follows from simple views about the target's values, for a regression."""
    telling = [trial for trial in trials if trial.p < RARE and trial.accuracy > 0]
    if not telling:
        yield _nothing(len(trials))
        return
    best = max(telling, key=lambda trial: trial.accuracy)
    values = _values(best) | {"target": target}
    if best.accuracy >= NEARLY:
        yield Finding("views", "warning", "view_predicts", values, action)
    else:
        yield Finding("views", "note", "best_predictor", values | {"count": len(trials)}, action)


def _nothing(count: int) -> Finding:
    if count:
        return Finding("views", "note", "nothing_found", {"count": count})
    return Finding("views", "note", "not_tried")


def _files(strong: Mapping[str, TriedView]) -> Iterator[Finding]:
    found = [trial for name, trial in strong.items() if name.startswith("file_")]
    for trial in sorted(found, key=lambda trial: -trial.accuracy)[:1]:
        yield Finding("file", "warning", "file_tells", _values(trial))


def _image(strong: Mapping[str, TriedView]) -> Iterator[Finding]:
    """The likely cause: the edge where the middle does not tell, else the simplest view."""
    found = [strong[name] for name in IMAGE_VIEWS if name in strong]
    if not found:
        return
    best = max(trial.accuracy for trial in found)
    edges = [strong[name] for name in EDGES if name in strong and strong[name].high >= best]
    if edges and "middle_brightness" not in strong:
        yield Finding("edge", "warning", "edge_tells", _values(edges[0]))
    else:
        yield Finding("image", "warning", "look_tells", _values(found[0]))


def _one_class(telling: Sequence[TriedView]) -> Iterator[Finding]:
    """Single classes that a view of the file or of an image tells from all others."""
    order = [t.view for t in telling if t.view.startswith("file_")]
    order += [*EDGES, *(name for name in IMAGE_VIEWS if name not in EDGES)]
    by_name, told = {trial.view: trial for trial in telling}, set[str]()
    for view in order:
        new = [name for name in by_name[view].sure if name not in told] if view in by_name else []
        if new:
            told.update(new)
            values = {"names": ", ".join(new), "view": view}
            yield Finding("one_class", "warning", "class_told", values)


def _simple(
    telling: Sequence[TriedView],
    strong: Mapping[str, TriedView],
    count: int,
    chance: float,
    action: Action | None,
) -> Iterator[Finding]:
    """The best single number and, where it is better, the best view; else the best there is."""
    views = [trial for trial in telling if trial.view != "last_bits"] or list(telling)
    best = max(views, key=lambda trial: trial.accuracy)
    numbers = [trial for trial in strong.values() if trial.features == 1]
    number = max(numbers, key=lambda trial: trial.accuracy, default=None)
    if number is not None:
        values = _values(number) | {"chance": chance}
        yield Finding("views", "warning", "number_tells", values, action)
    if number is None and not strong:
        values = _values(best) | {"chance": chance, "count": count}
        yield Finding("views", "note", "best_view", values, action)
    elif number is None:
        yield Finding("views", "warning", "view_tells", _values(best) | {"chance": chance}, action)
    elif best.low > number.high:
        yield Finding("views", "warning", "view_tells", _values(best) | {"chance": chance})


def _values(trial: TriedView) -> dict[str, Any]:
    return {"view": trial.view, "score": trial.accuracy, "low": trial.low, "high": trial.high}
