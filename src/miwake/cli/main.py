"""All commands, in the order in which help lists them."""

from miwake.cli import compare, look, make, runs, studio, tasks, train
from miwake.cli.app import app

__all__ = ["app"]

for command in (
    tasks.tasks,
    tasks.new,
    look.look,
    train.train,
    compare.compare,
    runs.evaluate,
    runs.predict,
    runs.report,
    make.make,
    studio.studio,
):
    app.command()(command)
