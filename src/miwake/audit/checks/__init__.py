"""The checks of a dataset, in the order in which they are asked."""

from miwake.audit.checks.balance import Balance
from miwake.audit.checks.constant import Constant
from miwake.audit.checks.copies import Contradicting, Copied, NearCopies, Repeats
from miwake.audit.checks.fact_in_input import FactInInput
from miwake.audit.checks.identifiers import Identifiers
from miwake.audit.checks.last_bits import LastBits
from miwake.audit.checks.leaks import Leaks
from miwake.audit.checks.row_groups import RowGroups
from miwake.audit.checks.shortcuts import Edge, File, Image, OneClass
from miwake.audit.checks.views import Views
from miwake.audit.result import AuditEvidence
from miwake.checks import Check

CHECKS: tuple[Check[AuditEvidence], ...] = (
    Balance(),
    Constant(),
    Copied(),
    NearCopies(),
    Contradicting(),
    Repeats(),
    Leaks(),
    RowGroups(),
    Identifiers(),
    FactInInput(),
    LastBits(),
    File(),
    Edge(),
    Image(),
    OneClass(),
    Views(),
)
