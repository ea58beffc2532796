"""Each column of a table by itself, in its own numbers, dates or texts."""

import numpy as np
import pytest

from made_tables import honest, names, read
from miwake.audit.look import look
from miwake.render.look_text import look_lines, sparkline, statistics_lines, table_lines


@pytest.fixture
def table(rng, tmp_path):
    columns, y = honest(rng, 100)
    day = np.datetime64("2020-01-01") + rng.permutation(100)
    price = [f"{value} $" if place % 5 else "" for place, value in enumerate(range(1000, 1100))]
    town = np.where(np.arange(100) % 4, "Tokyo", "Osaka")
    more = {"day": day.astype(str), "price": price, "town": town}
    return look(read(tmp_path, columns | more, names(y)))


def test_each_kind_of_column_is_told_in_its_own_terms(table):
    by_name = {column.name: column for column in table.table}
    day, price, town = (by_name[name] for name in ("day", "price", "town"))
    assert (day.kind, price.kind, town.kind) == ("date", "number", "text")
    assert day.range[0].startswith("2020-01-0")
    assert day.range[1].startswith("2020-04-")
    assert price.missing == pytest.approx(table.train / 5, abs=6)
    assert (town.range, town.different) == (("Tokyo", "Osaka"), 2)
    assert sum(town.counts) == sum(day.counts) == table.train
    assert table.as_json()["table"][0]["name"] == table.table[0].name


def test_columns_are_not_mixed_into_one_mean(table):
    head, *_ = statistics_lines(table)
    assert head.split() == ["train", "test"]
    for lang, kinds in (("en", ("date", "number", "text")), ("ja", ("日付", "数", "文字"))):
        lines = list(table_lines(table, lang))
        assert len(lines) == 1 + 9
        assert all(any(kind in line for line in lines) for kind in kinds)
        assert set(lines) <= set(look_lines(table, lang))


def test_what_is_no_table_has_no_columns(rng):
    from miwake.dataset import Dataset

    x, y = rng.random((40, 8)), np.arange(40, dtype=np.int32) % 2
    found = look(Dataset(x[:30], y[:30], x[30:], y[30:], ("a", "b")))
    assert found.table == ()
    assert "variance" in next(statistics_lines(found))


def test_a_small_picture_shows_the_most_as_a_full_block():
    assert sparkline([0, 1, 4, 8]) == " ▁▄█"
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == ""
