"""Keras' settings in the user's home: networks of miwake are the same whatever stands there."""

import json
import logging
import os
import warnings
from pathlib import Path
from typing import Any

from miwake.errors import Phrase, listed
from miwake.messages import render_error, resolve_language

OURS = {"floatx": "float32", "image_data_format": "channels_last", "epsilon": 1e-7}


def settings_file() -> Path:
    """Where Keras looks for its settings."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return Path(home).expanduser() / "keras.json"


def fix_settings(config: Any) -> None:
    """Take back what Keras read from its file, and say so once; what code has set stays.

    Args:
        config: `keras.config`.
    """
    # Keras' own variables, until they follow NumPy 2, also where warnings are errors.
    warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
    stored = _stored()
    others = [
        name for name, value in OURS.items()
        if name in stored and stored[name] != value and stored[name] == getattr(config, name)()
    ]  # fmt: skip
    for name in others:
        getattr(config, f"set_{name}")(OURS[name])
    if others:
        said = Phrase(
            "{path} says {theirs}; miwake uses {ours}, so that results are the same everywhere",
            path=settings_file(),
            theirs=listed(f"{name} = {stored[name]}" for name in others),
            ours=listed(f"{name} = {OURS[name]}" for name in others),
        )
        logging.getLogger("miwake").warning("miwake: %s", render_error(said, resolve_language()))


def _stored() -> dict[str, Any]:
    try:
        stored = json.loads(settings_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}
