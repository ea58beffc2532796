"""All commands, in the order in which help lists them, and where each is carried out."""

from importlib import import_module
from typing import Any

from miwake.cli import command_options
from miwake.cli.app import app, reported
from miwake.cli.plan_options import read_options, signature_of

__all__ = ["app"]

COMMANDS = {  # by name: its options, and the module that carries it out
    "tasks": (command_options.Tasks, "tasks"),
    "new": (command_options.New, "tasks"),
    "look": (command_options.Look, "look"),
    "train": (command_options.Train, "train"),
    "compare": (command_options.Compare, "compare"),
    "evaluate": (command_options.Evaluate, "runs"),
    "predict": (command_options.Predict, "runs"),
    "report": (command_options.Report, "runs"),
    "make": (command_options.Make, "make"),
    "studio": (command_options.Studio, "studio"),
}


def add_command(name: str, command: type[Any], module: str) -> None:
    """Add a command, whose module is loaded once the command is called."""

    @reported
    def run(**values: Any) -> None:
        args = read_options(command, name, values)
        getattr(import_module(f"miwake.cli.{module}"), name)(args)

    run.__name__ = name
    signature = signature_of(command, name)
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}
    app.command(name, help=command.__doc__)(run)


for name, (command, module) in COMMANDS.items():
    add_command(name, command, module)
