"""What counts as a difference in a verdict, and how sure it must be."""

from miwake.stats.significance_tests import Difference

ALPHA, ALPHA_STRONG = 0.05, 0.001  # p-values below which something is said at all, or firmly
ALIKE = 0.05  # two scores are alike where their difference is surely less
MOST = 0.5  # share of contradicted examples from which these are why nothing was learned
NEGLIGIBLE = 0.005  # differences in accuracy that nobody needs to hear about


def differs(difference: Difference) -> bool:
    """Tell whether a difference is more than luck, and enough to speak of."""
    return difference.p < ALPHA and abs(difference.value) > NEGLIGIBLE


def alike(difference: Difference) -> bool:
    """Tell whether a difference is surely small: the tests had the power to see a larger one."""
    return max(-difference.low, difference.high) < ALIKE
