"""What a Keras file's config names, held against the parts that networks are made of."""

import inspect
from collections.abc import Collection, Iterator
from functools import cache, reduce
from typing import Any

from miwake.runtime.keras_backend import keras

# What runs code, calls a function that the file names, or opens files.
CODE = {
    "AssociativeScan", "Cond", "FlaxLayer", "ForiLoop", "JVP", "JaxLayer", "Lambda", "Map", "Scan",
    "Switch", "TFSMLayer", "TorchModuleWrapper", "VectorizedMap", "WhileLoop", "__lambda__",
}  # fmt: skip
# Where Keras keeps parts of networks; "" is Keras itself.
PLACES = (
    "", "activations", "constraints", "dtype_policies", "initializers", "layers", "losses",
    "metrics", "models", "optimizers", "optimizers.schedules", "quantizers", "random",
    "regularizers",
)  # fmt: skip
FUNCTIONS = ("activations", "losses", "metrics")
READERS = {"get", "deserialize", "serialize"}  # functions in each place that are no part
OPERATIONS = ("keras.src.ops.", "keras.src.activations.")
FUNCTIONAL = "keras.src.models.functional.Functional"  # has no public name
VALUES = ("__bytes__", "__ellipsis__", "__keras_tensor__", "__numpy__", "__slice__", "__tensor__")


def foreign_parts(config: Any, own: Collection[str]) -> Iterator[str]:
    """Yield the names in a config that are no part of Keras' networks and not the user's.

    Args:
        config: plain data, as in a Keras file.
        own: the names of the user's own classes.
    """
    for node in _dicts(config):
        if "class_name" in node and not _is_part(node, own):
            module, name = node.get("module"), _name(node)
            yield f"{module}.{name}" if module else str(name)


def named_files(config: Any) -> Iterator[str]:
    """Yield the files that a config has Keras open: a vocabulary may be the path of one."""
    for node in _dicts(config):
        if isinstance(node.get("vocabulary"), str):
            yield node["vocabulary"]


def _is_part(node: dict[str, Any], own: Collection[str]) -> bool:
    """Whether Keras will take the node for a part of its own or for one of the user's classes."""
    kind, module, name = node["class_name"], node.get("module"), _name(node)
    if kind in VALUES:
        return True
    if not isinstance(name, str):
        return False
    registered = node.get("registered_name", name)
    if name in own and (registered == name or str(registered).endswith(f">{name}")):
        return True
    if registered not in (None, kind, name):  # whatever it names goes before module and name
        return False
    if module in (None, "builtins"):
        return name in _short_names()
    return f"{module}.{name}" in parts()


def _name(node: dict[str, Any]) -> Any:
    return node.get("config") if node["class_name"] == "function" else node["class_name"]


@cache
def parts() -> frozenset[str]:
    """The full names, public and inside Keras, of everything that a network is made of."""
    library = keras()
    names = {FUNCTIONAL}
    for place in PLACES:
        for name, part in vars(_inside(library, place)).items():
            if _is_kind_of_part(part, library) or (place in FUNCTIONS and _is_function(name, part)):
                names |= {".".join(filter(None, ("keras", place, name))), _inner_name(part)}
    names |= {_inner_name(c) for c in _subclasses(library.Operation)
              if c.__module__.startswith(OPERATIONS)}  # fmt: skip
    return frozenset(name for name in names if name.rpartition(".")[2] not in CODE)


@cache
def _short_names() -> frozenset[str]:
    return frozenset(name.rpartition(".")[2] for name in parts())


def _inside(library: Any, place: str) -> Any:
    return reduce(getattr, filter(None, place.split(".")), library)


def _is_kind_of_part(part: Any, library: Any) -> bool:
    kinds = (
        library.Layer, library.Initializer, library.Regularizer, library.constraints.Constraint,
        library.Loss, library.Metric, library.Optimizer, library.DTypePolicy, library.Quantizer,
        library.optimizers.schedules.LearningRateSchedule, library.dtype_policies.DTypePolicyMap,
        library.random.SeedGenerator, getattr(library.quantizers, "QuantizationConfig", ()),
    )  # fmt: skip
    return isinstance(part, type) and issubclass(part, kinds) and part.__name__ not in CODE


def _is_function(name: str, part: Any) -> bool:
    return inspect.isfunction(part) and name not in READERS


def _inner_name(part: Any) -> str:
    return f"{part.__module__}.{part.__name__}"


def _subclasses(kind: type) -> Iterator[type]:
    below: type
    for below in kind.__subclasses__():
        yield below
        yield from _subclasses(below)


def _dicts(node: Any) -> Iterator[dict[str, Any]]:
    """All objects of plain data, however deep, without recursion that depth could exhaust."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
