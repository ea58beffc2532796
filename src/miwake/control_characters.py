"""Characters that steer a terminal or turn the order of a line, written so that they are seen."""

import json
import re

# Controls, separators of lines, marks and overrides of the writing direction, the byte order mark.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def visible(text: str, keep: str = "") -> str:
    r"""Write the characters of a text that steer as JSON does, such as \u001b: JSON stays JSON.

    Args:
        text: any text, perhaps with names that others chose.
        keep: characters that stay, such as "\n" where lines are meant.
    """
    return STEERING.sub(lambda c: c[0] if c[0] in keep else json.dumps(c[0])[1:-1], text)
