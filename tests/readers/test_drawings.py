"""Drawings: how they lie on a plain background, and how others are laid alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from miwake.errors import DataError
from miwake.input_spec import Background, InputSpec
from miwake.readers import decode_image
from miwake.readers.drawings import bounding_box, measure_background, measure_max_value
from miwake.readers.images import ImageReader


def dots(n=50, size=20, level=0, ink=255):
    """Pictures of one square of 10 x 10 each."""
    x = np.full((n, size, size), level, np.uint8)
    x[:, 4:14, 5:15] = ink
    return x


@pytest.mark.parametrize(("level", "ink"), [(0, 255), (255, 0)])
def test_plain_backgrounds_are_measured(level, ink):
    paper = measure_background(dots(level=level, ink=ink), 255.0)
    assert paper == Background(level=level / 255, extent=0.5, spread=0.0)


def test_pictures_with_channels_have_a_background_too():
    assert measure_background(np.repeat(dots()[..., None], 3, axis=3), 255.0) == Background(
        0.0, 0.5, 0.0
    )


@pytest.mark.parametrize(
    "x",
    [
        np.random.default_rng(0).integers(0, 256, (50, 9, 9), np.uint8),
        np.full((5, 9, 9), 128, np.uint8),
        np.zeros((5, 9, 9), np.uint8),
    ],
    ids=["noise", "grey", "empty"],
)
def test_where_there_is_no_drawing_there_is_no_background(x):
    assert measure_background(x, 255.0) is None


def test_drawings_of_many_sizes_have_a_spread():
    x = np.zeros((60, 30, 30), np.float32)
    for i, picture in enumerate(x):
        picture[2 : 5 + i % 24, 10:12] = 1
    assert measure_background(x, 1.0).spread > 0.3


@pytest.mark.parametrize(
    ("x", "white"),
    [
        (np.array([0, 255], np.uint8), 255.0),
        (np.array([0, 1], np.uint8), 1.0),
        (np.array([0.0, 0.9]), 1.0),
        (np.array([0.0, 254.5]), 255.0),
        (np.array([0, 40_000], np.uint16), 65_535.0),
        (np.array([0.0, 1e6]), 1e6),
    ],
)
def test_white_is_told_by_the_largest_number(x, white):
    assert measure_max_value(x) == white


def test_the_box_holds_all_that_stands_out():
    picture = np.zeros((9, 9))
    picture[2:5, 3] = picture[4, 3:8] = 1
    assert bounding_box(picture, 0.0) == (2, 5, 3, 8)


def test_an_empty_picture_has_no_box():
    assert bounding_box(np.full((4, 4), 0.1), 0.0) is None


def pictures_on(background=None, shape=(28, 28), dtype="uint8", max_value=255.0):
    return InputSpec(shape, dtype, ("a", "b"), background=background, max_value=max_value)


DIGITS = pictures_on(Background(0.0, 20 / 28, 0.04))
WHITE_PAPER = pictures_on(Background(1.0, 20 / 28, 0.04))
MANY_SIZES = pictures_on(Background(0.0, 0.5, 0.4))
PHOTOS = pictures_on(shape=(8, 6, 3))


def read_picture(path, spec):
    return ImageReader().read_examples(path, spec)[0]


BAR = np.zeros((60, 90), np.uint8)
BAR[10:50, 12:22] = 255  # 40 high, 10 wide, at the upper left


def box(picture, least=128):
    rows, columns = np.nonzero(picture >= least)
    return rows.min(), rows.max() + 1, columns.min(), columns.max() + 1


def middle(picture):
    rows, columns = np.indices(picture.shape)
    mass = picture.sum(dtype=float)
    return ((rows + 0.5) * picture).sum() / mass, ((columns + 0.5) * picture).sum() / mass


def test_a_drawing_is_scaled_to_the_extent_of_the_training_pictures(draw):
    top, bottom, left, right = box(read_picture(draw(BAR), DIGITS))
    assert (bottom - top, right - left) == (20, 5)


def test_a_drawing_is_laid_down_with_its_mass_in_the_middle(draw):
    drawing = np.zeros((100, 100), np.uint8)
    drawing[20:80, 30:40] = drawing[70:80, 30:80] = 255  # an L, heavier at the lower left
    assert middle(read_picture(draw(drawing), DIGITS)) == pytest.approx((14, 14), abs=0.6)


def test_a_drawing_stays_inside_though_its_mass_is_at_its_end(draw):
    drawing = np.zeros((100, 100), np.uint8)
    drawing[10:90, 50:52] = drawing[85:90, 40:60] = 255
    whole = pictures_on(Background(0.0, 27 / 28, 0.0))
    assert np.ptp(box(read_picture(draw(drawing), whole))[:2]) == 27


def test_a_training_picture_stays_as_it_is(mnist, draw):
    for number, digit in enumerate(mnist[1][0][:50]):
        found = read_picture(draw(digit, f"{number}.png"), DIGITS)
        np.testing.assert_array_equal(found, digit)


def test_ink_on_paper_and_its_negative_are_the_same(draw):
    light, dark = read_picture(draw(BAR, "1.png"), DIGITS), draw(255 - BAR, "2.png")
    np.testing.assert_array_equal(read_picture(dark, DIGITS), light)


def test_where_training_pictures_have_white_paper_so_have_all(draw):
    dark = read_picture(draw(BAR, "1.png"), WHITE_PAPER)
    np.testing.assert_array_equal(dark, 255 - read_picture(draw(BAR, "2.png"), DIGITS))


@pytest.mark.parametrize(
    ("paper", "ink"),
    [
        ((255, 255, 255), (200, 0, 0)),
        ((255, 255, 255), (250, 230, 0)),
        ((250, 240, 180), (20, 20, 120)),
        ((10, 40, 20), (240, 240, 240)),
        ((128, 128, 128), (0, 0, 0)),
    ],
)
def test_ink_and_paper_may_have_any_colours(draw, paper, ink):
    coloured = np.where(BAR[..., None] > 0, np.uint8(ink), np.uint8(paper))
    found = read_picture(draw(coloured, "1.png"), DIGITS)
    np.testing.assert_allclose(found.astype(int), read_picture(draw(BAR, "2.png"), DIGITS), atol=1)


@pytest.mark.parametrize("ink", [0, 255])
def test_clear_parts_are_paper(draw, ink):
    clear = np.dstack([np.full_like(BAR, ink)] * 3 + [BAR])
    found = read_picture(draw(clear, "1.png"), DIGITS)
    np.testing.assert_array_equal(found, read_picture(draw(BAR, "2.png"), DIGITS))


def test_a_palette_with_a_clear_colour_is_read(draw, tmp_path):
    image = Image.fromarray(BAR).convert("P")
    image.info["transparency"] = 0
    image.save(tmp_path / "p.png", transparency=0)
    found = read_picture(tmp_path / "p.png", DIGITS)
    assert np.ptp(box(found)[:2]) == 20


def test_a_turned_photo_is_set_upright(draw):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    path = draw(np.rot90(BAR).copy(), "turned.jpg", exif=exif, quality=100)
    top, bottom, left, right = box(read_picture(path, DIGITS))
    assert bottom - top > right - left


@pytest.mark.parametrize("deep", [BAR.astype(np.uint16) * 257, BAR.astype(np.int32) * 257])
def test_pictures_of_16_bits_are_read(tmp_path, draw, deep):
    Image.fromarray(deep).save(tmp_path / "deep.tif")
    found = read_picture(tmp_path / "deep.tif", DIGITS)
    np.testing.assert_array_equal(found, read_picture(draw(BAR), DIGITS))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_read(tmp_path, mode):
    end = "tif" if mode == "CMYK" else "png"
    Image.fromarray(BAR).convert(mode).save(tmp_path / f"x.{end}")
    top, bottom, *_ = box(read_picture(tmp_path / f"x.{end}", DIGITS))
    assert bottom - top == 20


@pytest.mark.parametrize("end", ["png", "jpg", "bmp", "gif", "tiff", "webp"])
def test_pictures_of_every_kind_of_file_are_read(draw, end):
    top, bottom, *_ = box(read_picture(draw(BAR, f"x.{end}"), DIGITS))
    assert bottom - top == 20


def test_a_picture_of_nothing_is_empty_paper(draw):
    assert not read_picture(draw(np.full((50, 70), 255, np.uint8)), DIGITS).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (3, 2)])
@pytest.mark.parametrize("spec", [DIGITS, WHITE_PAPER, MANY_SIZES, PHOTOS])
def test_pictures_of_odd_sizes_are_read(draw, shape, spec):
    drawn = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    assert read_picture(draw(drawn), spec).shape == spec.shape


def test_flat_training_pictures_hold_a_tall_drawing(draw):
    flat = pictures_on(Background(0.0, 0.9, 0.0), (10, 40))
    assert np.ptp(box(read_picture(draw(BAR), flat))[:2]) == 10


def test_drawings_of_many_sizes_keep_theirs(draw):
    top, bottom, *_ = box(read_picture(draw(BAR[:, :60]), MANY_SIZES))
    assert bottom - top == pytest.approx(28 * 40 / 60, abs=1.5)


def test_one_channel_is_drawn_as_none(draw):
    spec = pictures_on(DIGITS.background, (28, 28, 1))
    found = read_picture(draw(255 - BAR, "1.png"), spec)
    np.testing.assert_array_equal(found[..., 0], read_picture(draw(BAR, "2.png"), DIGITS))


@pytest.mark.parametrize(
    ("dtype", "white"), [("float32", 1.0), ("float32", 255.0), ("uint16", 65_535.0)]
)
def test_brightness_is_that_of_the_training_pictures(draw, dtype, white):
    spec = pictures_on(DIGITS.background, dtype=dtype, max_value=white)
    found = read_picture(draw(BAR), spec)
    assert (found.dtype, found.max()) == (np.dtype(dtype), white)


@pytest.mark.parametrize("sides", ["all", "one"])
@pytest.mark.parametrize("width", [1, 2])
@pytest.mark.parametrize("paper", [255, 0])
def test_a_frame_is_no_part_of_the_drawing(draw, sides, width, paper):
    drawing = np.abs(paper - BAR.astype(int)).astype(np.uint8)
    framed = drawing.copy()
    framed[:width] = 255 - paper
    if sides == "all":
        framed[-width:] = framed[:, :width] = framed[:, -width:] = 255 - paper
    found = read_picture(draw(framed, "framed.png"), DIGITS)
    np.testing.assert_array_equal(found, read_picture(draw(drawing, "plain.png"), DIGITS))


def test_a_photo_of_the_right_size_stays_as_it_is(draw):
    photo = np.random.default_rng(0).integers(0, 256, (8, 6, 3), np.uint8)
    np.testing.assert_array_equal(read_picture(draw(photo), PHOTOS), photo)


def test_a_photo_keeps_its_aspect(draw):
    found = read_picture(draw(np.full((80, 30, 3), 200, np.uint8)), PHOTOS)
    assert (found > 0).all(axis=(0, 2)).sum() == 3


def test_a_grey_photo_gets_three_channels(draw):
    found = read_picture(draw(np.full((8, 6), 9, np.uint8)), PHOTOS)
    assert found.tolist() == np.full((8, 6, 3), 9).tolist()


def test_a_fourth_channel_is_opaque(draw):
    spec = pictures_on(shape=(8, 6, 4))
    assert (read_picture(draw(np.full((8, 6), 9, np.uint8)), spec)[..., 3] == 255).all()


def test_a_huge_picture_is_refused(draw, monkeypatch):
    monkeypatch.setattr(decode_image, "MAX_PIXELS", 100)
    with pytest.raises(DataError, match="90 x 60 pixels"):
        read_picture(draw(BAR), DIGITS)


def test_half_a_picture_is_refused(draw):
    path = draw(np.random.default_rng(0).integers(0, 256, (60, 90), np.uint8))
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(DataError, match="can't be read as a picture"):
        read_picture(path, DIGITS)


def on_white_paper(digit, rng):
    """The digit in ink on a page, somewhere, with thick margins."""
    page = np.full((300, 200), 255, np.uint8)
    large = np.asarray(Image.fromarray(digit).resize((120, 120), Image.Resampling.BICUBIC))
    top, left = rng.integers(0, 180), rng.integers(0, 80)
    page[top : top + 120, left : left + 120] = 255 - large
    return page


def off_centre(digit, rng):
    """As far from the middle as it stays whole."""
    top, bottom, left, right = box(digit, least=1)
    corner = (28 - bottom, 28 - right) if rng.random() < 0.5 else (-top, -left)
    return np.roll(digit, corner, axis=(0, 1))


WAYS = {
    "as they are": lambda digit, rng: digit,
    "inverted": lambda digit, rng: 255 - digit,
    "off centre": off_centre,
    "on white paper": on_white_paper,
    "on white paper in red": lambda digit, rng: red(on_white_paper(digit, rng)),
    "in a thin frame": lambda digit, rng: framed(on_white_paper(digit, rng)),
    "small, in a thin frame": lambda digit, rng: framed(digit),
    "as a dim photo": lambda digit, rng: dim(on_white_paper(digit, rng), rng),
}


def red(page):
    return np.dstack([np.full_like(page, 255), page, page])


def framed(page):
    """With a border of one pixel, as a cut of a form or a cell of a table has it."""
    page = page.copy()
    page[[0, -1]] = page[:, [0, -1]] = 255 - page[0, 0]
    return page


def dim(page, rng):
    """Uneven light, grey ink, noise."""
    light = np.linspace(0.75, 0.85, page.shape[1])
    shade = 60 + page.astype(float) * light * 0.75
    return np.clip(shade + rng.normal(0, 4, page.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("way", WAYS)
def test_digits_are_read_nearly_as_well_however_they_are_drawn(digit_run, mnist, draw, way):
    rng = np.random.default_rng(5)
    x, y = mnist[1][0][:150], mnist[1][1][:150]
    paths = [draw(WAYS[way](digit, rng), f"{i}.png") for i, digit in enumerate(x)]
    plain = np.mean([int(p.prediction) for p in digit_run.predict(x)] == y)
    drawn = np.mean([int(p.prediction) for p in digit_run.predict(paths)] == y)
    assert drawn >= plain - 0.1


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=5),
    st.sampled_from(["png", "jpg", "gif", "bmp", "tif", "webp"]),
    st.booleans(),
)
def test_any_bytes_give_a_picture_or_a_data_error(tmp_path_factory, raw, changes, end, whole):
    path = tmp_path_factory.getbasetemp() / f"any.{end}"
    if whole:
        Image.fromarray(BAR).save(path)
        spoilt = bytearray(path.read_bytes())
        for place, byte in changes:
            spoilt[place % len(spoilt)] = byte
        raw = bytes(spoilt)
    path.write_bytes(raw)
    try:
        found = read_picture(path, DIGITS)
    except DataError:
        return
    assert found.shape == (28, 28)
