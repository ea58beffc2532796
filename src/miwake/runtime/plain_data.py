"""Values as JSON can hold them."""

from typing import Any

import numpy as np


def plain(node: Any) -> Any:
    """Copy a value without NumPy types; NaN and infinities become null."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    if isinstance(node, np.generic):
        return plain(node.item())
    if isinstance(node, float) and not np.isfinite(node):
        return None
    return node
