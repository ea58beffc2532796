"""The folder of a comparison: nothing in it is lost to another comparison of the same task."""

import numpy as np

from miwake.comparison.result_cache import ResultCache


def test_scores_come_back_and_damaged_ones_do_not(tmp_path):
    cache = ResultCache(tmp_path)
    cache.write("a", np.array([True, False]))
    assert cache.read("a").tolist() == [True, False]
    (tmp_path / "cells/a.npz").write_bytes(b"PK")
    assert cache.read("a") is None
    assert cache.read("b") is None


def test_the_report_of_another_comparison_is_set_aside(tmp_path):
    cache = ResultCache(tmp_path)
    for table, report in (("one", "first"), ("two", "second"), ("three", "third")):
        assert cache.write_result(table, report) == tmp_path / "report.html"
    texts = {p.name: p.read_text("utf-8") for p in tmp_path.iterdir() if p.is_file()}
    assert texts == {
        "compare.json": "three", "report.html": "third",
        "compare-1.json": "one", "report-1.html": "first",
        "compare-2.json": "two", "report-2.html": "second",
    }  # fmt: skip


def test_the_same_comparison_again_replaces_its_own_report(tmp_path):
    cache = ResultCache(tmp_path)
    cache.write_result("one", "in English")
    cache.write_result("one", "in Japanese")
    assert (tmp_path / "report.html").read_text("utf-8") == "in Japanese"
    assert not (tmp_path / "report-1.html").exists()
