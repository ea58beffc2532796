"""Pictures that look to a network like photos: bright, smooth, with a little noise."""

import numpy as np


def photos(n, side, cue, seed=0, classes=3):
    """Photos and their classes, which differ in nothing but one cue.

    Args:
        n: how many.
        side: in pixels.
        cue: "light" (where it comes from), "place" (of a dark spot) or "tint" (of the ground).
        seed: what they are drawn from.
        classes: two or three.

    Returns:
        uint8, shape (n, side, side, 3); int32, shape (n,).
    """
    rng = np.random.default_rng(seed)
    y = np.arange(n, dtype=np.int32) % classes
    v, u = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    x = np.empty((n, side, side, 3), np.uint8)

    def spot(across, down, width):
        return np.exp(-((u - across) ** 2 + (v - down) ** 2) / width**2)[..., None]

    for i, k in enumerate(y):
        top, bottom = rng.uniform(130, 235, (2, 3))
        slope = v * rng.uniform(0.3, 1) + u * rng.uniform(-0.3, 0.3)
        picture = top + (bottom - top) * slope[..., None]
        for _ in range(3):
            picture += rng.uniform(-40, 40, 3) * spot(*rng.random(2), rng.uniform(0.1, 0.4))
        if cue == "light":
            picture += 40 * (u, 1 - u, v)[k][..., None]
        elif cue == "place":
            across, down = ((0.3, 0.3), (0.7, 0.7), (0.3, 0.7))[k] + rng.normal(0, 0.05, 2)
            picture -= 60 * spot(across, down, 0.12)
        else:
            picture[side // 2 :] += ((-12, 0, 12), (12, 0, -12), (0, 12, 0))[k]
        x[i] = np.clip(picture + rng.normal(0, 6, picture.shape), 0, 255)
    return x, y
