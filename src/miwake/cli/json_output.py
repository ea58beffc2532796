"""What `--json` prints."""

import json
import sys
from typing import Any

from miwake.cli.console import can_show, say
from miwake.runtime.plain_data import plain


def print_json(value: Any) -> None:
    """Print one JSON object, in characters that the terminal can show."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=1)
    text = text if can_show(text, sys.stdout) else json.dumps(plain(value), indent=1)
    for line in text.split("\n"):
        say(line)
