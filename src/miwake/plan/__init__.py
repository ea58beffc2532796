"""The plan: what data and what training, said once, as plain data.

The command line, the page, Python, checkpoints and findings all hold a plan.
"""

from miwake.plan.commands import to_cli, to_python
from miwake.plan.field import Field, Verb
from miwake.plan.plans import (
    FIELDS,
    ComparisonPlan,
    DataPlan,
    ReaderOptions,
    TrainingOptions,
    TrainingPlan,
    fields_of,
    further_options,
)

__all__ = [
    "FIELDS",
    "ComparisonPlan",
    "DataPlan",
    "Field",
    "ReaderOptions",
    "TrainingOptions",
    "TrainingPlan",
    "Verb",
    "fields_of",
    "further_options",
    "to_cli",
    "to_python",
]
