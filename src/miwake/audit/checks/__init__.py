"""The checks of a dataset, in the order in which they are asked."""

from miwake.audit.checks.balance import Balance
from miwake.audit.checks.constant import Constant
from miwake.audit.checks.copies import Contradicting, Copied, NearCopies, Repeats
from miwake.audit.checks.drift import Drift
from miwake.audit.checks.fact_in_input import FactInInput
from miwake.audit.checks.identifiers import Identifiers
from miwake.audit.checks.label_noise import LabelNoise
from miwake.audit.checks.last_bits import LastBits
from miwake.audit.checks.leaks import Leaks
from miwake.audit.checks.padding import Padding
from miwake.audit.checks.row_groups import RowGroups
from miwake.audit.checks.shift import Shift
from miwake.audit.checks.shortcuts import Edge, File, Image, OneClass
from miwake.audit.checks.single_place import SinglePlace
from miwake.audit.checks.spellings import Spellings
from miwake.audit.checks.views import Views
from miwake.audit.checks.windows import Windows
from miwake.audit.result import AuditEvidence
from miwake.checks import Check

CHECKS: tuple[Check[AuditEvidence], ...] = (
    Balance(),
    Spellings(),
    Constant(),
    Copied(),
    NearCopies(),
    Contradicting(),
    Repeats(),
    Windows(),
    LabelNoise(),
    Shift(),
    Drift(),
    Leaks(),
    RowGroups(),
    Identifiers(),
    FactInInput(),
    LastBits(),
    Padding(),
    SinglePlace(),
    File(),
    Edge(),
    Image(),
    OneClass(),
    Views(),
)
