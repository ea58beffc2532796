"""The checks of a trained network, in the order in which they are asked."""

from miwake.checks import Check
from miwake.verdict.checks.calibration import Calibration
from miwake.verdict.checks.ceiling import Ceiling
from miwake.verdict.checks.chance import Chance
from miwake.verdict.checks.classes import Classes
from miwake.verdict.checks.data import Data
from miwake.verdict.checks.epochs import Epochs
from miwake.verdict.checks.facts import Facts
from miwake.verdict.checks.labels import Labels
from miwake.verdict.checks.order import Order
from miwake.verdict.checks.overfitting import Overfitting
from miwake.verdict.checks.precision import Precision
from miwake.verdict.checks.training import Training
from miwake.verdict.checks.views import Views
from miwake.verdict.evidence import Evidence

CHECKS: tuple[Check[Evidence], ...] = (
    Training(),
    Chance(),
    Classes(),
    Views(),
    Ceiling(),
    Labels(),
    Order(),
    Overfitting(),
    Epochs(),
    Data(),
    Facts(),
    Calibration(),
    Precision(),
)
