"""Inputs that people stumbled over with other tools, each built anew: docs/reported_inputs.md.

A test is called by the number that its line has there.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import miwake
from miwake.errors import DataError
from miwake.readers.registry import read_examples
from miwake.run.measure_spec import measure_spec

N = 60
DOCS = Path(__file__).parent.parent / "docs"


def table(folder, header, rows, encoding="utf-8", delimiter=",", above="", **options):
    """The dataset of a table that is written as these rows."""
    lines = [header, *rows] if header else list(rows)
    text = above + "".join(delimiter.join(map(str, line)) + "\n" for line in lines)
    path = folder / "t.csv"
    path.write_bytes(text.encode(encoding))
    return miwake.load_task(str(path), **options).make()


def said(data):
    return {note.sentence.removeprefix("data.") for note in data.notes}


def column(data, name):
    """The values of a column as they stand in the file, shape (n,)."""
    place = data.reading.names.index(name)
    number = data.reading.numbers[place]
    x = np.concatenate([data.x_train, data.x_test])
    return np.sort(x[:, place] * number.scale + number.offset)


def yes_no(i):
    return "yes" if i % 2 else "no"


def test_T01_decimal_commas_and_times_beside_semicolons(tmp_path):  # noqa: N802
    rows = [(f"{i},5", f"2024-01-{i % 28 + 1:02} 10:30:00", yes_no(i)) for i in range(N)]
    data = table(tmp_path, ("a", "day", "label"), rows, delimiter=";")
    assert column(data, "a")[:2] == pytest.approx([0.5, 1.5])
    assert [number.style for number in data.reading.numbers] == ["1.234,5", "%Y-%m-%d %H:%M:%S"]


def test_T02_points_for_thousands_beside_decimal_commas(tmp_path):  # noqa: N802
    amounts = ["1.234", "567", "12.345"]
    rows = [(amounts[i % 3], f"{i},25", yes_no(i)) for i in range(N)]
    data = table(tmp_path, ("a", "b", "label"), rows, delimiter=";")
    assert set(np.round(column(data, "a"))) == {567, 1234, 12345}


def test_T03_errors_of_a_spreadsheet_are_gaps_in_a_column_of_numbers(tmp_path):  # noqa: N802
    errors = {5: "#DIV/0!", 17: "#VALUE!", 33: "#REF!"}
    data = table(tmp_path, ("a", "label"), [(errors.get(i, i), yes_no(i)) for i in range(3 * N)])
    (number,) = data.reading.numbers
    assert set(number.odd) == set(errors.values())
    assert "odd" in said(data)


def test_T04_percentages_are_numbers(tmp_path):  # noqa: N802
    data = table(tmp_path, ("a", "label"), [(f"{i}.5%", yes_no(i)) for i in range(N)])
    assert data.reading.numbers[0].unit == "%"


@pytest.mark.parametrize("name", ["NA", "None"])
def test_T06_a_class_called_none_is_one(tmp_path, name):  # noqa: N802
    data = table(tmp_path, ("a", "label"), [(i, ("x", name)[i % 2]) for i in range(N)])
    assert set(data.classes) == {"x", name}
    assert "named_none" in said(data)


def test_T07_the_line_that_names_the_delimiter_is_no_row(tmp_path):  # noqa: N802
    rows = [(i, yes_no(i)) for i in range(N)]
    data = table(tmp_path, ("a", "label"), rows, delimiter=";", above="sep=;\n")
    assert (data.reading.names, data.train + len(data.y_test)) == (("a",), N)


def test_T08_names_that_are_numbers_are_names(tmp_path, rng):  # noqa: N802
    header = ("400.0", "402.5", "405.0", "label")
    rows = [(*rng.random(3).round(4), yes_no(i)) for i in range(N)]
    data = table(tmp_path, header, rows)
    assert (data.reading.names, data.train + len(data.y_test)) == (header[:3], N)


def test_T09_names_that_count_are_names(tmp_path, rng):  # noqa: N802
    rows = [(*rng.random(4).round(4), i % 2) for i in range(N)]
    data = table(tmp_path, ("0", "1", "2", "3", "4"), rows, label="4")
    assert data.train + len(data.y_test) == N
    assert data.classes == ("0", "1")


def test_T10_without_names_no_row_is_lost(tmp_path):  # noqa: N802
    rows = [(i, i * 7 % 11, yes_no(i)) for i in range(N)]
    data = table(tmp_path, None, rows)
    assert data.train + len(data.y_test) == N
    assert "no_header" in said(data)


def test_T11_codes_keep_their_zeros(tmp_path):  # noqa: N802
    rows = [(f"0{100 + i % 4}", f"0{i % 3 + 1}") for i in range(N)]
    data = table(tmp_path, ("zip", "label"), rows)
    assert data.classes == ("01", "02", "03")
    assert data.reading.categories[0].values[0].startswith("0")
    assert "codes" in said(data)


def test_T12_codes_that_look_like_powers_stay_texts(tmp_path):  # noqa: N802
    codes, labels = ("1E5", "12E12", "3E1"), ("1E2", "100", "3E1")
    rows = [(codes[i % 3], i, labels[i // 3 % 3]) for i in range(N)]
    data = table(tmp_path, ("code", "a", "label"), rows)
    assert set(data.classes) == set(labels)
    assert set(data.reading.categories[0].values) == set(codes)


def test_T14_labels_that_differ_in_case_are_pointed_out(tmp_path):  # noqa: N802
    labels = ("Yes", "yes", "No ", "No")
    data = table(tmp_path, ("a", "label"), [(i, labels[i % 4]) for i in range(N)])
    assert data.classes == ("No", "Yes", "yes")
    assert "spellings" in said(data)


def test_T15_a_rating_is_learned_as_a_value_if_asked_for(tmp_path):  # noqa: N802
    rows = [(i, 1 + i % 9 / 2) for i in range(N)]
    as_classes = table(tmp_path, ("a", "rating"), rows)
    assert "scale" in said(as_classes)
    assert table(tmp_path, ("a", "rating"), rows, regression=True).target == "rating"


def test_T16_codes_are_learned_as_classes_if_asked_for(tmp_path):  # noqa: N802
    rows = [(i, i % 24 + (i % 24 > 8)) for i in range(10 * N)]
    assert "regression" in said(table(tmp_path, ("a", "label"), rows))
    assert len(table(tmp_path, ("a", "label"), rows, regression=False).classes) == 24


def test_T18_a_label_in_a_column_a_class_is_one_label(tmp_path):  # noqa: N802
    rows = [(i, *(int(i % 3 == place) for place in range(3))) for i in range(N)]
    data = table(tmp_path, ("a", "cat", "dog", "bird"), rows)
    assert set(data.classes) == {"cat", "dog", "bird"}
    assert data.reading.names == ("a",)
    assert "one_hot" in said(data)


@pytest.mark.parametrize("names", [("Málaga", "León"), ("Köln", "Jülich"), ("Évora", "Maçã")])
def test_T19_names_in_windows_1252_are_read_as_they_were_written(tmp_path, names):  # noqa: N802
    rows = [(i, names[i % 2]) for i in range(N)]
    data = table(tmp_path, ("a", "label"), rows, encoding="cp1252")
    assert set(data.classes) == set(names)
    assert "encoding" in said(data)


def test_T20_remarks_above_the_names_are_passed_over(tmp_path):  # noqa: N802
    above = "# measured in May\n# by hand\n"
    data = table(tmp_path, ("a", "label"), [(i, yes_no(i)) for i in range(N)], above=above)
    assert data.reading.names == ("a",)
    assert "passed_over" in said(data)


def test_T21_two_columns_of_one_name_are_told_apart_or_refused(tmp_path):  # noqa: N802
    rows = [(i, N - i, yes_no(i)) for i in range(N)]
    try:
        data = table(tmp_path, ("a", "a", "label"), rows)
    except DataError as error:
        assert "a" in str(error)  # noqa: PT017  either is right
    else:
        assert len(set(data.reading.names)) == 2


def test_T22_rows_whose_value_is_no_number_are_left_out_and_named(tmp_path):  # noqa: N802
    odd = {3: "", 9: "NaN", 20: "inf", 30: "on request"}
    rows = [(i, odd.get(i, i * 1.5)) for i in range(3 * N)]
    data = table(tmp_path, ("a", "price"), rows)
    assert data.target == "price"
    assert np.isfinite(np.concatenate([data.y_train, data.y_test])).all()
    assert data.train + len(data.y_test) == 3 * N - len(odd)
    assert said(data) & {"odd_label", "unlabelled"}


def pictures(folder, draw, classes=("circle", "square"), n=12, suffix="png", **save):
    """A folder of pictures a class; `draw` makes one of a class's number and its own."""
    for number, name in enumerate(classes):
        (folder / name).mkdir(parents=True)
        for i in range(n):
            draw(number, i).save(folder / name / f"{i}.{suffix}", **save)
    return folder


def grey(number, i):
    rng = np.random.default_rng([number, i])
    return Image.fromarray(rng.integers(0, 256, (9, 9)).astype(np.uint8))


def made(folder):
    return miwake.load_task(str(folder)).make()


@pytest.mark.parametrize("suffix", ["heic", "jfif"])
def test_I01_a_class_in_another_format_is_read_or_named(tmp_path, suffix):  # noqa: N802
    pictures(tmp_path, grey)
    (tmp_path / "triangle").mkdir()
    for i in range(12):
        (tmp_path / "triangle" / f"{i}.{suffix}").write_bytes(b"no picture")
    try:
        told = " ".join(note.text() for note in made(tmp_path).notes)
    except DataError as error:
        told = str(error)
    assert "triangle" in told


def test_I02_twelve_bits_in_sixteen_keep_their_levels(tmp_path):  # noqa: N802
    def draw(number, i):
        rng = np.random.default_rng([number, i])
        return Image.fromarray(rng.integers(0, 4096, (9, 9)).astype(np.uint16))

    data = made(pictures(tmp_path, draw))
    assert len(np.unique(data.x_train)) > 200
    assert "levels" in said(data)


def test_I04_white_strokes_on_clear_ground_stay_visible(tmp_path):  # noqa: N802
    def draw(number, i):
        pixels = np.zeros((9, 9, 4), np.uint8)
        pixels[2 + number : 6, 2 : 4 + i % 4] = 255
        return Image.fromarray(pixels)

    data = made(pictures(tmp_path, draw))
    assert data.x_train.std() > 0
    assert "ground" in said(data)


def test_I05_pictures_are_turned_as_they_say_in_training_and_to_predict(tmp_path):  # noqa: N802
    def draw(number, i):
        return Image.fromarray(np.asarray(grey(number, i).resize((9, 5))))

    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    data = made(pictures(tmp_path, draw, exif=exif))
    assert data.shape == (9, 5)
    new = read_examples(tmp_path / "circle" / "0.png", measure_spec(data))[0][1]
    known = np.concatenate([data.x_train, data.x_test])
    assert any((new == one).all() for one in known)


@pytest.mark.parametrize(("mode", "suffix"), [("L", "bmp"), ("1", "png"), ("RGB", "png")])
def test_I06_few_bits_and_mixed_colours_are_read(tmp_path, mode, suffix):  # noqa: N802
    def draw(number, i):
        return grey(number, i).convert(mode if i % 2 else "L")

    data = made(pictures(tmp_path, draw, suffix=suffix))
    assert data.train + len(data.y_test) == 24
    assert data.shape == ((9, 9, 3) if mode == "RGB" else (9, 9))


def test_I07_pictures_for_print_have_their_colours(tmp_path):  # noqa: N802
    def draw(number, i):
        pixels = np.zeros((9, 9, 3), np.uint8)
        pixels[..., 0] = 150 + np.asarray(grey(number, i)) // 3
        return Image.fromarray(pixels).convert("CMYK")

    data = made(pictures(tmp_path, draw, suffix="jpg", quality=95))
    red, green, blue = data.x_train.mean(axis=(0, 1, 2))
    assert red > 140
    assert max(green, blue) < 70


def test_I08_labels_are_matched_by_name_where_a_class_has_no_test(tmp_path):  # noqa: N802
    pictures(tmp_path / "train", grey, classes=("a", "b", "c"))
    pictures(tmp_path / "test", lambda number, i: grey(number + 5, i), classes=("a", "c"))
    data = made(tmp_path)
    assert data.classes == ("a", "b", "c")
    assert set(data.y_test.tolist()) == {0, 2}


def test_I09_folders_of_programs_are_no_classes(tmp_path):  # noqa: N802
    pictures(tmp_path, grey)
    for name in (".ipynb_checkpoints", "__MACOSX"):
        (tmp_path / name).mkdir()
        grey(0, 0).save(tmp_path / name / "0.png")
    (tmp_path / "circle" / "Thumbs.db").write_bytes(b"x")
    assert made(tmp_path).classes == ("circle", "square")


def test_I11_what_is_no_whole_picture_is_named_and_left_out(tmp_path):  # noqa: N802
    pictures(tmp_path, grey, suffix="jpg")
    broken = tmp_path / "circle"
    whole = (broken / "0.jpg").read_bytes()
    (broken / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (broken / "page.jpg").write_text("<html></html>", "utf-8")
    (broken / "empty.jpg").write_bytes(b"")
    data = made(tmp_path)
    assert data.train + len(data.y_test) == 24
    (note,) = (note for note in data.notes if note.sentence == "data.unreadable")
    assert all(name in note.text() for name in ("cut.jpg", "page.jpg", "empty.jpg"))


def test_I12_sixteen_bits_in_colour_are_read(tmp_path):  # noqa: N802
    import struct
    import zlib

    def chunk(kind, body):
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    for name in ("circle", "square"):
        (tmp_path / name).mkdir()
        for i in range(12):
            pixels = np.random.default_rng([i, len(name)]).integers(0, 65536, (9, 9, 3))
            lines = b"".join(b"\0" + line.astype(">u2").tobytes() for line in pixels)
            head = struct.pack(">IIBBBBB", 9, 9, 16, 2, 0, 0, 0)
            body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
            (tmp_path / name / f"{i}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    data = made(tmp_path)
    assert data.shape == (9, 9, 3)
    assert data.train + len(data.y_test) == 24


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (np.arange(N) % 3 + 1, ("1", "2", "3")),
        ((np.arange(N) % 2).astype(float), ("0", "1")),
        (np.arange(N) % 2 == 1, ("False", "True")),
    ],
    ids=["from 1", "floats", "bool"],
)
def test_A02_labels_of_any_type_are_classes(tmp_path, rng, labels, classes):  # noqa: N802
    np.savez(tmp_path / "d.npz", x=rng.random((N, 5)), y=labels)
    assert made(tmp_path / "d.npz").classes == classes


def test_A03_labels_in_a_column_are_labels(tmp_path, rng):  # noqa: N802
    np.savez(tmp_path / "d.npz", x=rng.random((N, 5)), y=(np.arange(N) % 2)[:, None])
    assert made(tmp_path / "d.npz").classes == ("0", "1")


def test_A04_labels_in_a_column_a_class_are_its_number(tmp_path, rng):  # noqa: N802
    np.savez(tmp_path / "d.npz", x=rng.random((N, 5)), y=np.eye(3)[np.arange(N) % 3])
    data = made(tmp_path / "d.npz")
    assert data.classes == ("0", "1", "2")
    assert "one_hot_array" in said(data)


@pytest.mark.parametrize("page", ["en/reported-inputs.md", "ja/reported-inputs.md"])
def test_every_line_of_the_page_has_its_test(page):
    text = (DOCS / page).read_text("utf-8")
    numbers = set(re.findall(r"^\| ([A-Z]\d\d) ", text, re.MULTILINE))
    here = {name[5:8] for name in globals() if re.match(r"test_[A-Z]\d\d_", name)}
    assert {number for number in numbers if number[0] != "F"} == here
    for file, name in re.findall(r"`([\w/]+\.py)::(\w+)`", text):
        assert f"def {name}(" in (DOCS.parent / "tests" / file).read_text("utf-8")
