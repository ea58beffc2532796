"""The choice of Keras' backend, and where compiled programs are kept."""

import subprocess
import sys

import pytest

from miwake.runtime import keras_backend as _backend

pytestmark = pytest.mark.slow


def python(code, **environment):
    """Run code in a fresh process."""
    import os

    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


def test_keras_runs_on_jax_whatever_the_environment_says():
    done = python(
        "from miwake.runtime.keras_backend import keras; print(keras().backend.backend())",
        KERAS_BACKEND="tensorflow",
    )
    assert done.stdout.strip() == "jax", done.stderr


def test_keras_on_another_backend_is_explained():
    code = (
        "import sys, types\n"
        "fake = types.ModuleType('keras')\n"
        "fake.backend = types.SimpleNamespace(backend=lambda: 'torch')\n"
        "sys.modules['keras'] = fake\n"
        "import miwake\n"
        "try:\n"
        "    miwake.runtime.keras_backend.keras()\n"
        "except miwake.MiwakeError as error:\n"
        "    print(error)\n"
    )
    done = python("import miwake.runtime.keras_backend\n" + code)
    assert "already loaded Keras on torch" in done.stdout, done.stderr


def test_commands_load_keras_without_what_they_never_use():
    code = (
        "import sys\n"
        "from miwake.runtime.keras_backend import keras_for_commands\n"
        "keras = keras_for_commands()\n"
        "never = 'sklearn', 'matplotlib', 'scipy.sparse', 'jax.experimental.pallas'\n"
        "print(any(m in sys.modules for m in never))\n"
        "print(keras.layers.Dense(1).units)\n"
    )
    assert python(code).stdout.split() == ["False", "1"]


def test_what_was_hidden_from_keras_can_be_imported_afterwards():
    code = (
        "from miwake.runtime.keras_backend import keras_for_commands\n"
        "import sys; keras_for_commands()\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    assert python(code).returncode == 0


def test_what_waits_is_there_when_it_is_asked_for():
    code = (
        "from miwake.runtime.keras_backend import keras_for_commands\n"
        "keras = keras_for_commands()\n"
        "from keras.src.backend.jax import nn\n"
        "print(nn.splash_attention_kernel.SplashAttentionKernel.__name__)\n"
        "import jax.experimental.sparse, jax.experimental.pallas\n"
        "print(jax.experimental.sparse.linalg.spsolve.__name__)\n"
        "print(jax.experimental.pallas.pallas_call.__name__)\n"
        "q = keras.ops.ones((1, 2, 1, 4))\n"
        "print(keras.ops.dot_product_attention(q, q, q).shape)\n"
    )
    done = python(code)
    assert done.stdout.splitlines() == [
        "SplashAttentionKernel", "spsolve", "pallas_call", "(1, 2, 1, 4)",
    ], done.stderr  # fmt: skip


def test_compiled_programs_are_kept_in_the_cache_folder(tmp_path):
    code = (
        "from miwake.runtime.keras_backend import jax, keras\n"
        "import numpy as np\n"
        "jax().jit(lambda x: x * 2 + 1)(np.ones(3)).block_until_ready()\n"
    )
    done = python(code, MIWAKE_CACHE=str(tmp_path), JAX_COMPILATION_CACHE_DIR="")
    assert done.returncode == 0, done.stderr
    assert any(file.name.startswith("jit_") for file in (tmp_path / "programs").iterdir())


def test_the_cache_folder_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("MIWAKE_CACHE", str(tmp_path))
    assert _backend.cache_folder() == tmp_path
    monkeypatch.delenv("MIWAKE_CACHE")
    assert _backend.cache_folder().name == "miwake"


def test_import_miwake_loads_neither_keras_nor_jax():
    code = "import sys, miwake; print({'keras', 'jax', 'numpy'} & set(sys.modules))"
    assert python(code).stdout.strip() == "set()"


@pytest.mark.parametrize("name", ["keras", "jax"])
def test_each_is_loaded_once(name):
    load = getattr(_backend, name)
    assert load() is load()


def test_a_second_process_finds_the_programs_of_the_first(tmp_path):
    code = (
        "from miwake.runtime.keras_backend import jax\n"
        "print(jax().jit(lambda x: x * 2 + 1)(jax().numpy.ones(3)))\n"
    )
    kept = tmp_path / "programs"
    names = []
    for _ in range(2):
        done = python(code, MIWAKE_CACHE=str(tmp_path))
        assert done.returncode == 0, done.stderr
        names.append({path.name for path in kept.iterdir()})
    assert names[0]
    assert names[0] == names[1]


def test_a_task_file_may_import_keras_first():
    code = (
        "from miwake.tasks.task_file import read_task_file\n"
        "text = 'import keras\\ndef a(rng): return rng.random(3)\\n'\n"
        "read_task_file(text, 'mine.py')\n"
        "import keras; print(keras.backend.backend())\n"
    )
    done = python(code, KERAS_BACKEND="tensorflow")
    assert done.stdout.strip() == "jax", done.stderr
