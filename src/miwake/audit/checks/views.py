"""Views: what do simple features tell by themselves?"""

from collections.abc import Iterable

from miwake.audit.baseline_scores import MOST_COLUMNS, associated, too_few
from miwake.audit.checks.shortcuts import NEARLY, has_shortcut, strong_views, telling_views
from miwake.audit.result import AuditEvidence, Look
from miwake.checks import Check, Result
from miwake.findings import Finding
from miwake.stats.significance_tests import format_p


class Views(Check[AuditEvidence]):
    """A simple view that nearly tells the classes apart, or the target's values, is a warning."""

    code, name, gravest = "MW113", "views", "warning"
    sentences = (
        *("not_tried", "nothing_found", "nothing_few", "number_tells", "view_tells", "best_view"),
        *("columns_chosen", "rank_classes", "rank_values"),
        *("view_predicts", "best_predictor"),
    )

    def run(self, evidence: AuditEvidence) -> Result:
        """Name the best view; where a single number nearly suffices, name that, too."""
        look = evidence.look
        all_columns = len(look.columns)
        values = {"all": all_columns, "count": MOST_COLUMNS}
        chosen = [self.finding("note", "columns_chosen", values)]
        return [*self._views(evidence), *(chosen if all_columns > MOST_COLUMNS else ())]

    def _views(self, evidence: AuditEvidence) -> Iterable[Finding]:
        look = evidence.look
        if not look.views:
            return [self.finding("note", "not_tried")]
        telling = [view for view in telling_views(look) if not view.of_file]  # no network sees it
        if not look.classes:
            telling = [view for view in telling if view.accuracy > 0]
        if not telling:
            return [self._nothing(look)]
        if not look.classes:
            return [self._best_predictor(evidence)]
        return [] if has_shortcut(look) else self._simplest(evidence)

    def _nothing(self, look: Look) -> Finding:
        seen = [view for view in look.views if not view.of_file]
        view = associated(seen)
        if view is None or view.association is None:
            sentence = "nothing_few" if too_few(look.test, look.chance) else "nothing_found"
            return self.finding("note", sentence, {"count": len(seen), "tests": look.test})
        values = {"view": view.view, "rank": view.association.value, "label": view.label}
        values |= {"target": look.target or "y", "p": format_p(view.association.p)}
        return self.finding("note", "rank_classes" if look.classes else "rank_values", values)

    def _best_predictor(self, evidence: AuditEvidence) -> Finding:
        look = evidence.look
        best = max(telling_views(look), key=lambda view: view.accuracy)
        values = best.as_values() | {"target": look.target or "y"}
        if best.accuracy >= NEARLY:
            return self.finding("warning", "view_predicts", values, evidence.train())
        values |= {"count": len(look.views)}
        return self.finding("note", "best_predictor", values, evidence.train())

    def _simplest(self, evidence: AuditEvidence) -> Iterable[Finding]:
        """Name the best single number and, where it is better, the best view."""
        look, strong, chance = evidence.look, strong_views(evidence.look), evidence.look.chance
        telling = [view for view in telling_views(look) if not view.of_file]
        strong = {name: view for name, view in strong.items() if not view.of_file}
        views = [view for view in telling if view.view != "last_bits"] or telling
        best = max(views, key=lambda view: view.accuracy)
        singles = [view for view in strong.values() if view.single]
        number = max(singles, key=lambda view: view.accuracy, default=None)
        values = best.as_values() | {"chance": chance}
        if number is None and not strong:
            values |= {"count": len(look.views)}
            return [self.finding("note", "best_view", values, evidence.train())]
        if number is None:
            return [self.finding("warning", "view_tells", values, evidence.train())]
        about = number.as_values() | {"chance": chance}
        findings = [self.finding("warning", "number_tells", about, evidence.train())]
        if best.low > number.high:
            findings.append(self.finding("warning", "view_tells", values))
        return findings
