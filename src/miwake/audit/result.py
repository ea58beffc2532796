"""Look: what an audit of a dataset found, as plain data."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from miwake.audit.baseline_scores import BaselineScore, Indices
from miwake.audit.class_statistics import ClassStatistics
from miwake.audit.drift import Drift
from miwake.audit.duplicates import Copies
from miwake.audit.label_noise import LabelNoise
from miwake.audit.leaks import Leak
from miwake.audit.padding import Padding
from miwake.audit.row_groups import RowGroups
from miwake.audit.shift import Shift
from miwake.audit.single_place import SinglePlace
from miwake.audit.table_summary import ColumnSummary
from miwake.audit.windows import Windows
from miwake.checks import Unanswered
from miwake.dataset import Dataset, next_steps
from miwake.findings import Action, Finding
from miwake.input_spec import Kind
from miwake.plan import TrainingPlan
from miwake.runtime.display import Printed
from miwake.stats.intervals import Share


@dataclass(frozen=True)
class Look(Printed):
    """What a dataset is like, as plain data.

    Attributes:
        task: the task's name.
        title: the task's title.
        classes: the labels; empty for a regression.
        target: the fact that is learned, for a regression.
        train, test: how many examples.
        shape, kind: of one example.
        seed: what the dataset was made from.
        statistics: of each class, or of "all" for a regression.
        chance: the share of right answers of always giving the most frequent class.
        views: what each simple feature tells by itself, the best first.
        facts: the same for facts, which are no inputs.
        copies: examples that stand in the data twice.
        tested: indices of the test examples that the `hits` of a view are about.
        examples: for each class, indices of training examples to draw.
        columns: of a table, the feature's name for each number.
        leaks: columns of a table that alone give the label away.
        row_groups: rows that belong together and were cut apart.
        label_noise: examples whose labels seem to be wrong.
        shift: how the examples for testing differ from those for training.
        drift: what changes with the dates of a table.
        single_place: one pixel or step that tells the classes apart.
        windows: overlapping pieces of a recording on both sides.
        padding: numbers that fill sequences up to one length.
        table: what each column of a table is like.
        remedies: what views still tell once all examples were saved, or rounded, alike.
        warnings: what follows, in words.
        unanswered: the checks that had nothing to say, and why.
    """

    task: str
    title: str
    classes: tuple[str, ...]
    target: str | None
    train: int
    test: int
    shape: tuple[int, ...]
    kind: Kind
    seed: int
    statistics: Mapping[str, ClassStatistics]
    chance: float
    views: tuple[BaselineScore, ...]
    facts: tuple[BaselineScore, ...]
    copies: Copies
    tested: Indices = field(repr=False, compare=False)
    examples: Mapping[str, tuple[int, ...]] = field(repr=False)
    columns: tuple[str, ...] = ()
    leaks: tuple[Leak, ...] = ()
    row_groups: RowGroups | None = None
    label_noise: LabelNoise | None = None
    shift: Shift | None = None
    drift: Drift | None = None
    single_place: SinglePlace | None = None
    windows: Windows | None = None
    padding: Padding | None = None
    table: tuple[ColumnSummary, ...] = ()
    remedies: Mapping[str, Share] = field(default_factory=dict)
    warnings: tuple[Finding, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()

    def as_json(self, lang: str = "en") -> dict[str, Any]:
        """Return the figures under the keys of the command line's JSON."""
        return {
            "task": self.task,
            "classes": self.classes,
            "target": self.target,
            "train": self.train,
            "test": self.test,
            "shape": self.shape,
            "seed": self.seed,
            "statistics": {name: asdict(figures) for name, figures in self.statistics.items()},
            "chance": self.chance,
            "views": [view.as_json() for view in self.views],
            "table": [asdict(column) for column in self.table],
            "label_noise": asdict(self.label_noise) if self.label_noise else None,
            "warnings": [finding.as_json(lang) for finding in self.warnings],
            "unanswered": [check.as_json(lang) for check in self.unanswered],
        }


@dataclass(frozen=True)
class AuditEvidence:
    """What the checks of the data are asked of.

    Attributes:
        look: what the audit found.
        data: the examples themselves.
    """

    look: Look
    data: Dataset

    def train(self, **changes: Any) -> Action | None:
        """Return the action that trains as the task usually does, but for these changes of a plan.

        Returns:
            None without a task's name.
        """
        data = self.data
        if data.origin is None or data.plan.task is None:
            return None
        network, epochs = data.origin.defaults["network"], data.origin.defaults["epochs"]
        if data.origin.chooses_epochs:
            epochs = None
        return next_steps(data, TrainingPlan(data.plan, network, epochs)).train(**changes)

    def drop(self, *columns: str) -> Action | None:
        """Return the action that trains without these columns, too."""
        return self.train(drop=(*self.data.plan.reader.drop, *columns))
