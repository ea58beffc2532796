"""Finding: what a check says of data or of a run, as plain data, and what to do about it."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from miwake.errors import Message
from miwake.messages import translate, translate_in_form
from miwake.plan import TrainingPlan, Verb, further_options, to_cli
from miwake.runtime.plain_data import plain

Status = Literal["good", "note", "warning", "bad"]
SIGNS: Mapping[Status, str] = {"bad": "✗", "warning": "!", "note": "·", "good": "✓"}
MORE = 4  # times the examples: enough that a difference shows
FOLDS = 7  # each as large as the part that is usually tested
MAX_EXAMPLES = 1_000_000  # more are not proposed


@dataclass(frozen=True)
class Action:
    """Something to do next: a command, and the plan that it is to follow.

    Attributes:
        verb: the command.
        plan: what is as usual in it is not said. Without a task's name, the action is one in
            Python.
        last: names of the plan's fields that the command line says at its end.
    """

    verb: Verb
    plan: TrainingPlan
    last: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the command line; where the data or the network has no name, the Python call."""
        return self.to_python() if self.plan.data.task is None else self.to_cli()

    def as_json(self) -> dict[str, Any]:
        """Give the verb and the plan as plain data."""
        return {"verb": self.verb, "plan": plain(self.plan.to_json())}

    def to_cli(self) -> str:
        """Write the command line."""
        return shlex.join(to_cli(self.plan, self.verb, self.last))

    def to_python(self) -> str:
        """Write the call on `task`, `data` and `model`, as whoever has them calls them."""
        data, network = self.plan.data, self.plan.network
        if self.verb == "look":
            return "miwake.look(data)"
        fresh = ", fresh=True" if data.fresh else ""
        counts = f"task.make(train={data.train}, test={data.test}{fresh})"
        options = {"network": "model" if network is None else repr(network)}
        if self.plan.epochs is not None:
            options["epochs"] = repr(self.plan.epochs)
        options |= {name: repr(value) for name, value in further_options(self.plan).items()}
        arguments = ", ".join(f"{name}={value}" for name, value in options.items())
        return f"miwake.train({'data' if data.train is None else counts}, {arguments})"


@dataclass(frozen=True)
class NextSteps:
    """The actions that follow from a training that was done.

    Attributes:
        plan: what was done, every number named; network None is a Keras model.
        usual: what the task does by default, by the names of the plan's fields.
        can_make: whether the task can make more examples.
        chooses_epochs: whether the number of epochs is chosen by the data where it is not named.
        can_fold: whether the examples that were trained on could be tested, too.
    """

    plan: TrainingPlan
    usual: Mapping[str, Any] = field(default_factory=dict)
    can_make: bool = False
    chooses_epochs: bool = False
    can_fold: bool = False

    @property
    def usual_epochs(self) -> int:
        """How many epochs there are where nobody names a number, at most."""
        return int(self.usual.get("epochs", 1))

    def train(self, **changes: Any) -> Action:
        """Train again with changes, such as network="conv" or epochs=10."""
        was = self.plan
        if was.most_epochs is not None or changes.get("network", was.network) != was.network:
            usual = None if self.chooses_epochs else self.usual.get("epochs")
            was = was.with_(epochs=usual, most_epochs=None)  # another network has others
        plan = was.with_(**changes)
        if plan.data.task is None or plan.network is None:
            counts = {} if {"train", "test"} & changes.keys() else {"train": None, "test": None}
            return Action("train", plan.with_(task=None, **counts))
        before = self._shortened(was)
        new = tuple(name for name in changes if before.value(name) is None)
        return Action("train", before.with_(**changes), new)

    def look(self) -> Action:
        """Look at the data."""
        return Action("look", self._shortened(self.plan))

    def more_epochs(self) -> Action:
        """Train for twice the epochs."""
        assert self.plan.epochs is not None
        return self.train(epochs=2 * self.plan.epochs)

    def more_data(self) -> Action | None:
        """Train on several times the examples; None where there are no more.

        Where every epoch brings new ones, that is more epochs.
        """
        return self.more_epochs() if self.plan.data.fresh else self._more("train")

    def more_tests(self) -> Action | None:
        """Test on several times the examples, or on all in folds; None where there are no more."""
        if self.can_fold and self.plan.folds == 1 and self.plan.network is not None:
            return self.train(folds=FOLDS)
        return self._more("test")

    def _more(self, name: str) -> Action | None:
        count = MORE * int(self.plan.value(name))
        allowed = self.can_make and count <= MAX_EXAMPLES
        return self.train(**{name: count}) if allowed else None

    def _shortened(self, plan: TrainingPlan) -> TrainingPlan:
        """Leave out what the task does by default."""
        usual = {n: v for n, v in self.usual.items() if plan.value(n) == v}
        if self.chooses_epochs:
            usual.pop("epochs", None)
        return plan.with_(**{name: 0 if name == "seed" else None for name in usual})


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        check: which check found it; a stable name.
        status: how it stands.
        sentence: the key of what it says.
        values: what fills the sentence; pieces that are to be translated are phrases.
        next: what to do next, where there is something.
    """

    check: str
    status: Status
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    next: Action | None = None

    def text(self, lang: str = "en", form: bool = False) -> str:
        """Say the finding; in a form, options are called by its fields."""
        say = translate_in_form if form else translate
        return say(self.sentence, lang, **self.values)

    def as_json(self, lang: str = "en") -> dict[str, Any]:
        """The finding under the keys of the command line's JSON."""
        return {
            "check": self.check,
            "status": self.status,
            "text": self.text(lang),
            "next": None if self.next is None else str(self.next),
            "action": None if self.next is None else self.next.as_json(),
            "sentence": self.sentence,
            "values": {n: str(v) if isinstance(v, Message) else v for n, v in self.values.items()},
        }
