"""Single place: does one pixel, or one step, tell the classes apart?"""

from typing import Any

from miwake.audit.checks.shortcuts import EDGES, strong_views
from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result

WHOLE = {"brightness", "middle_brightness", "colour", "contrast", *EDGES}  # a pixel of many tells


class SinglePlace(Check[AuditEvidence]):
    """One number of an image or a sequence that nearly tells the classes apart: a warning."""

    code, name, gravest = "MW134", "single_place", "warning"
    sentences = ("pixel_tells", "step_tells")

    def run(self, evidence: AuditEvidence) -> Result:
        """Name the place, unless the look of the images as a whole tells as much."""
        look = evidence.look
        if not look.classes:
            return self.not_applicable("regression")
        place = look.single_place
        if place is None or WHOLE & strong_views(look).keys():
            return []
        values: dict[str, Any] = {"score": place.score, "low": place.low, "high": place.high}
        values |= {"chance": look.chance}
        if look.kind == "image":
            values |= {"row": place.place[0] + 1, "column": place.place[1] + 1}
            return [self.finding("warning", "pixel_tells", values)]
        number = "/".join(str(index + 1) for index in place.place)
        return [self.finding("warning", "step_tells", values | {"place": number})]
