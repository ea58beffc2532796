"""Labels that contradict their examples."""

from made_look import audit, said
from miwake.audit.checks.label_noise import LabelNoise
from miwake.audit.label_noise import LabelNoise as Found
from miwake.audit.label_noise import Suspect

CHECK = LabelNoise()


def test_suspects_are_named_and_counted():
    noise = Found(900, 0.1, tuple(Suspect(i, "a", "b") for i in range(7)))
    made = audit(label_noise=noise)
    assert said(CHECK, made) == [("warning", "label_noise")]
    (finding,) = CHECK.run(made)
    assert "0 (a, like b), 1 (a, like b), 2 (a, like b) and 4 more" in finding.text()
    assert "0番（a、似ているのはb）" in finding.text("ja")
    assert made.look.as_json()["label_noise"]["suspects"][6] == {
        "index": 6,
        "label": "a",
        "answer": "b",
    }


def test_without_suspects_nothing_is_said():
    assert said(CHECK, audit()) == []
    assert said(CHECK, audit(classes=())) == ("not applicable", "regression")
