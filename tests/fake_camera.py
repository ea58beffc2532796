"""A film of two things by turns, for the fake camera of Chromium."""

import io

import numpy as np
from PIL import Image, ImageDraw

SIZE = 320, 240
TURN = 150  # pictures of one thing, then of the other; 30 a second
GROUNDS = (70, 150)  # brightness of what is behind


def film(path, turns=2):
    """Write a red disc and a blue square by turns, each time at another place, as Motion JPEG."""
    rng = np.random.default_rng(0)
    with path.open("wb") as file:
        for turn in range(2 * turns):
            ground = rng.integers(*GROUNDS, (12, 16, 3)).astype(np.uint8)
            x, y = rng.integers(90, 230), rng.integers(80, 160)
            for step in range(TURN):
                file.write(_picture(turn % 2, ground, x + step % 30, y + step % 20))


def _picture(thing, ground, x, y):
    picture = Image.fromarray(ground).resize(SIZE, Image.Resampling.BICUBIC)
    draw, box = ImageDraw.Draw(picture), (x - 60, y - 60, x + 60, y + 60)
    if thing:
        draw.rectangle(box, fill=(30, 60, 220))
    else:
        draw.ellipse(box, fill=(220, 40, 30))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=85)
    return content.getvalue()


SEEN = """() => {
    const paper = new OffscreenCanvas(40, 30).getContext("2d");
    paper.drawImage(document.querySelector("#capture video"), 0, 0, 40, 30);
    const { data } = paper.getImageData(0, 0, 40, 30);
    const pixels = Array.from({ length: 1200 }, (_, i) => data.subarray(4 * i, 4 * i + 3));
    const red = pixels.filter(([r, , b]) => r > 180 && b < 90).length;
    const blue = pixels.filter(([r, , b]) => b > 180 && r < 90).length;
    return red > 30 && blue < 5 ? "disc" : blue > 30 && red < 5 ? "square" : "";
}"""


def thing_shown(page):
    """What the camera shows on the page: "disc", "square", or "" in between."""
    return page.evaluate(SEEN)
