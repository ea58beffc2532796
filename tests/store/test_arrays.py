"""Chunks as Zarr stores them."""

import numpy as np
import pytest
import zarr
from hypothesis import given
from hypothesis import strategies as st

from miwake.errors import DataError
from miwake.generate.chunk import Examples
from miwake.store.arrays import metadata, pack, unpack
from miwake.store.layout import Fact, Layout, Schema

SCHEMA = Schema((2, 3), "uint8", (Fact("t", False), Fact("名前", True)))
LAYOUT = Layout(20, 5, 8, SCHEMA)


def examples(count=8, value=7):
    facts = {
        "t": np.arange(count, dtype=float),
        "名前": np.array(["あ", ""] * count, object)[:count],
    }
    return Examples(np.full((count, 2, 3), value, np.uint8), np.zeros(count, np.int32), facts)


def packed(part="train", number=0, **changed):
    count = LAYOUT.examples((part, number))
    return metadata(LAYOUT) | pack(LAYOUT, part, number, examples(count, **changed))


@pytest.mark.parametrize(("part", "number"), [("train", 0), ("train", 2), ("test", 0)])
def test_what_is_packed_comes_out_again(part, number):
    found = unpack(LAYOUT, part, number, packed(part, number), "here")
    wanted = examples(LAYOUT.examples((part, number)))
    for got, want in [(found.x, wanted.x), (found.y, wanted.y)]:
        assert (got.dtype, got.tolist()) == (want.dtype, want.tolist())
    assert list(found.facts) == ["t", "名前"]
    assert found.facts["名前"].dtype == object
    assert found.facts["名前"].tolist() == wanted.facts["名前"].tolist()


def test_a_chunk_of_zeros_is_written_too():
    assert "x_train/c/0/0/0" in packed(value=0)


def test_any_reader_of_zarr_can_read_it(tmp_path):
    for key, content in packed().items():
        (tmp_path / key).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / key).write_bytes(content)
    group = zarr.open_group(tmp_path, mode="r")
    assert (group["x_train"].shape, group["x_test"].shape) == ((20, 2, 3), (5, 2, 3))
    assert (group["x_train"][:8] == 7).all()
    assert group["facts_train/1"].attrs["name"] == "名前"
    assert group["facts_train/1"][0] == "あ"


@given(st.data())
def test_a_flipped_bit_is_caught_by_the_checksum(data):
    whole = packed()
    key = data.draw(st.sampled_from([k for k in whole if "/c/0" in k]))
    place = data.draw(st.integers(0, len(whole[key]) - 1))
    flipped = bytearray(whole[key])
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DataError, match=f"^here/{key} is damaged .*--to here --repair$"):
        unpack(LAYOUT, "train", 0, whole | {key: bytes(flipped)}, "here")


@given(st.data())
def test_short_bytes_are_caught(data):
    whole = packed()
    key = data.draw(st.sampled_from([k for k in whole if "/c/0" in k]))
    short = whole[key][: data.draw(st.integers(0, len(whole[key]) - 1))]
    with pytest.raises(DataError, match=f"^here/{key} is damaged"):
        unpack(LAYOUT, "train", 0, whole | {key: short}, "here")
