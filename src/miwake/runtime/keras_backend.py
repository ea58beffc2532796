"""Load Keras and JAX: the one place that chooses the backend and the cache of programs.

Everything that needs Keras or JAX asks `keras()` or `jax()` here, so that `import miwake`
and `miwake --help` load neither.
"""

import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from miwake.errors import MiwakeError
from miwake.runtime.compile_cache import open_cache
from miwake.runtime.keras_settings import fix_settings, settings_file
from miwake.runtime.lazy_imports import stubbed_imports

OPTIONAL = ("IPython", "matplotlib", "requests", "sklearn")
TPU = "jax.experimental.pallas"
SPLASH = f"{TPU}.ops.tpu.splash_attention"
LATER = (  # Keras imports them for attention on TPUs, JAX for sparse solvers and with them SciPy
    TPU, f"{TPU}.ops", f"{TPU}.ops.tpu", SPLASH, f"{SPLASH}.splash_attention_kernel",
    f"{SPLASH}.splash_attention_mask", "jax.experimental.sparse.linalg",
)  # fmt: skip


def cache_folder() -> Path:
    """Return the folder for what can be made again: MIWAKE_CACHE, else the user's cache folder."""
    import platformdirs

    named = os.environ.get("MIWAKE_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("miwake", appauthor=False))


@cache
def keras() -> Any:
    """Load Keras 3 on JAX.

    Raises:
        MiwakeError: the process already loaded Keras on another backend.
    """
    choose_backend()
    jax()
    try:
        import keras as module
    except (AttributeError, ValueError) as error:
        if "keras" in sys.modules:
            raise
        raise MiwakeError(
            "Keras can't use its settings in {path} ({error}); mend or remove the file",
            path=settings_file(),
            error=error,
        ) from error

    backend = module.backend.backend()
    if backend != "jax":
        raise MiwakeError(
            "miwake trains with Keras on JAX, but this process already loaded Keras on {found}; "
            "import miwake first, or set KERAS_BACKEND=jax before importing keras",
            found=backend,
        )
    fix_settings(module.config)
    return module


def choose_backend() -> None:
    """Make JAX the backend of whoever imports Keras first, a task file perhaps."""
    if "keras" not in sys.modules:
        os.environ["KERAS_BACKEND"] = "jax"
        os.environ["KERAS_NNX_ENABLED"] = "false"  # variables of another kind, from another library


def keras_for_commands() -> Any:
    """Load Keras without what it imports for parts that commands never use: twice as fast.

    Only for the command line, where nobody asks for `keras.wrappers` or galleries of images.
    """
    if "keras" in sys.modules:
        return keras()
    with stubbed_imports(OPTIONAL, LATER):
        return keras()


@cache
def jax() -> Any:
    """Load JAX, its compiled programs kept between processes."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # the compiler's notes are not the user's
    import jax as module

    config: Any = module.config
    if config.jax_numpy_rank_promotion == "raise":  # Keras' layers add vectors to matrices
        config.update("jax_numpy_rank_promotion", "allow")
    config.update("jax_disable_jit", False)  # what is compiled rounds as everywhere else
    if not config.jax_compilation_cache_dir:
        folder = open_cache(cache_folder() / "programs")
        if folder is not None:
            config.update("jax_compilation_cache_dir", str(folder))
            config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
            config.update("jax_persistent_cache_min_entry_size_bytes", -1)
            # else the folder's name would be part of each program's key
            config.update("jax_persistent_cache_enable_xla_caches", "none")
    return module
