"""Asking a trained network in the studio: what the worker answers."""

import numpy as np
import pytest

import miwake
from miwake.studio.worker import try_run


@pytest.fixture
def folded(tmp_path, monkeypatch):
    monkeypatch.setattr(try_run, "keras_for_commands", lambda: None)
    monkeypatch.setattr(try_run, "_loaded", [])
    rng = np.random.default_rng(2)
    x = rng.normal(size=(40, 2))
    rows = [f"{a:.4f},{b:.4f},{'yes' if a > 0 else 'no'}" for a, b in x]
    path = tmp_path / "own.csv"
    path.write_text("\n".join(["a,b,label", *rows]) + "\n")
    run = miwake.train(miwake.load_task(path), epochs=1, folds=4, checks=False)
    run.save(tmp_path / "run")
    return run


def test_samples_of_a_run_with_folds_have_the_answers_of_networks_new_to_them(folded):
    told = try_run.sample({"run": str(folded.path), "seed": 0}, None)
    assert not told["fresh"]
    answers = {tuple(np.round(row.astype(float), 4)) for row in folded.answers}
    assert {tuple(row["probabilities"]) for row in told["samples"]} <= answers
