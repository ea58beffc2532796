"""Shortcuts: does something tell the classes apart that is not what they are about?

The most suspicious cause is named alone: the file, then the edge of images, then their look.
"""

from miwake.audit.baseline_scores import RARE, BaselineScore
from miwake.audit.image_features import IMAGE_FEATURES
from miwake.audit.result import AuditEvidence, Look
from miwake.checks import Check, Result
from miwake.findings import Finding

SHAPES = {"file_width", "file_height", "file_aspect"}  # cut out, a bottle is higher than a car
SIZES = {"file_bytes", "file_size"}  # of a file: what a picture shows makes it larger, too
NEARLY = 0.8  # of the way from chance to always right: nearly everything is told
_BY_CLUE = sorted(IMAGE_FEATURES, key=lambda feature: feature.clue)
IMAGE_VIEWS = [feature.name for feature in _BY_CLUE]
EDGES = [feature.name for feature in _BY_CLUE if feature.edge]


def telling_views(look: Look) -> list[BaselineScore]:
    """Return the views that tell something, the best first."""
    return [view for view in look.views if view.p < RARE]


def strong_views(look: Look) -> dict[str, BaselineScore]:
    """Return the views that tell nearly everything, by name; not the last bits."""
    strong = [view for view in telling_views(look) if view.gain(look.chance) >= NEARLY]
    return {view.view: view for view in strong if view.view != "last_bits"}


def has_shortcut(look: Look) -> bool:
    """Tell whether the look of images gives the classes away; files, no network sees."""
    return any(name in IMAGE_VIEWS for name in strong_views(look))


class File(Check[AuditEvidence]):
    """Files that differ between classes are a warning."""

    code, name, gravest = "MW109", "file", "warning"
    sentences = (
        *("file_tells", "file_shape_tells"),
        *("file_size_saved", "file_size_tells", "file_size_shown"),
    )

    def run(self, evidence: AuditEvidence) -> Result:
        """Name the fact about the files that tells the most."""
        if not evidence.look.classes:
            return self.not_applicable("regression")
        facts = [view for view in strong_views(evidence.look).values() if view.of_file]
        saved = [view for view in facts if view.view not in SIZES]
        best = max(saved or facts, key=lambda view: view.accuracy, default=None)
        if best is None:
            return []
        if saved:
            sentence = "file_shape_tells" if best.view in SHAPES else "file_tells"
            return [self.finding("warning", sentence, best.as_values())]
        return [self._size(best, evidence.look)]

    def _size(self, size: BaselineScore, look: Look) -> Finding:
        """Say whether the sizes of files still tell once all were saved alike in memory."""
        values, alike = size.as_values(), look.remedies.get(size.view)
        if alike is None:
            return self.finding("note", "file_size_tells", values)
        values |= {"alike": alike.accuracy}
        if alike.accuracy >= look.chance + NEARLY * (1 - look.chance):
            return self.finding("note", "file_size_shown", values)
        if alike.high < size.low:
            return self.finding("warning", "file_size_saved", values)
        return self.finding("note", "file_size_tells", values)


class Edge(Check[AuditEvidence]):
    """Borders or corners that tell the classes apart where the middle does not: a warning."""

    code, name, gravest = "MW110", "edge", "warning"
    sentences = ("edge_tells",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Name the edge that tells nearly everything."""
        if evidence.look.kind != "image" or not evidence.look.classes:
            return self.not_applicable("no_images")
        edge = _telling_edge(evidence.look)
        return [self.finding("warning", "edge_tells", edge.as_values())] if edge else []


class Image(Check[AuditEvidence]):
    """Images whose look as a whole tells the classes apart are a warning."""

    code, name, gravest = "MW111", "image", "warning"
    sentences = ("look_tells",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Name the simplest view of images that tells nearly everything."""
        if evidence.look.kind != "image" or not evidence.look.classes:
            return self.not_applicable("no_images")
        strong = strong_views(evidence.look)
        views = [strong[name] for name in IMAGE_VIEWS if name in strong]
        if not views or _telling_edge(evidence.look):
            return []
        return [self.finding("warning", "look_tells", views[0].as_values())]


class OneClass(Check[AuditEvidence]):
    """A class that the file or the look of images tells from all others is a warning."""

    code, name, gravest = "MW112", "one_class", "warning"
    sentences = ("class_told", "class_file")

    def run(self, evidence: AuditEvidence) -> Result:
        """Name each class at the first view that tells it, where no view tells all."""
        look = evidence.look
        if not look.classes:
            return self.not_applicable("regression")
        strong = strong_views(look).values()
        if has_shortcut(look) or any(v.of_file and v.view not in SIZES for v in strong):
            return []
        views = {view.view: view for view in telling_views(look)}
        order = [*EDGES, *(name for name in IMAGE_VIEWS if name not in EDGES)]
        order += [name for name, view in views.items() if view.of_file and name not in SIZES]
        findings, named = [], set[str]()
        for name in (name for name in order if name in views):
            new = [label for label in views[name].sure if label not in named]
            if new:
                named.update(new)
                values = {"names": ", ".join(new), "view": name}
                sentence = "class_file" if views[name].of_file else "class_told"
                findings.append(self.finding("warning", sentence, values))
        return findings


def _telling_edge(look: Look) -> BaselineScore | None:
    """Return the edge that tells as much as any view of images, where the middle does not."""
    strong = strong_views(look)
    best = max((strong[name].accuracy for name in IMAGE_VIEWS if name in strong), default=0.0)
    edges = [strong[name] for name in EDGES if name in strong and strong[name].high >= best]
    return edges[0] if edges and "middle_brightness" not in strong else None
