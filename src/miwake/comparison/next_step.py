"""The one thing to do after a comparison."""

import shlex
from typing import TYPE_CHECKING

from miwake.plan import short_path

if TYPE_CHECKING:
    from miwake.comparison.comparison import Comparison

MORE = 4  # times the data: enough that a difference shows
MOST = 1_000_000


def next_step(found: "Comparison") -> str | None:
    """The command to try next; None where nothing follows, or data has no name to call it by.

    More seeds, where one can't tell; more data, where the best network still gains from it; else
    the best network on the most data, trained and judged.
    """
    if found.origin is None:
        return None
    most, task = found.sizes[-1], shlex.quote(short_path(found.origin))
    networks = ",".join(found.networks)
    if found.rows[0].found.n == 1:
        sizes = "" if len(found.sizes) == 1 else f" --sizes {','.join(map(str, found.sizes))}"
        return f"miwake compare {task} --networks {networks}{sizes} --repeats 5"
    best = max((row for row in found.rows if row.train == most), key=lambda row: row.found.mean)
    gains = [c for c in found.more if c.first == (best.network, most) and c.sure]
    if found.can_make and gains and gains[0].difference.value > 0 and MORE * most <= MOST:
        return f"miwake compare {task} --networks {networks} --sizes {most},{MORE * most}"
    return f"miwake train {task} --network {best.network} --train {most}"
