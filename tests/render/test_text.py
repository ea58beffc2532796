"""Plain data as lines."""

import pytest

from miwake.render import text
from miwake.run.predictions import Evaluation, Prediction
from miwake.stats.evaluation import Classification, Regression
from miwake.stats.intervals import Share
from miwake.verdict.monitor import Epoch

HALF = Share(100, 0.5, 0.4038, 0.5962)
FOUND = Classification(0.69314, HALF, 0.51, {"random": HALF, "パイこね": Share(0, 0.0, 0.0, 1.0)})


def test_a_result_begins_with_the_lines_of_the_article():
    lines = list(text.result_lines(FOUND))
    assert lines[0] == "Test Loss = 0.6931"
    assert lines[1].startswith("Test Accuracy = 0.5000   (95 %: 0.404 to 0.596; chance 0.510)")


def test_the_lines_of_the_article_stay_in_japanese():
    lines = list(text.result_lines(FOUND, "ja"))
    assert lines[0] == "Test Loss = 0.6931"
    assert lines[1].startswith("Test Accuracy = 0.5000   （95 %区間：0.404〜0.596、当てずっぽう")


def test_a_result_shows_each_class():
    assert list(text.result_lines(FOUND))[2] == "  random 0.50 (0.40 to 0.60)   パイこね (none)"


def test_many_classes_take_several_lines():
    many = Classification(1.0, HALF, 0.1, {str(n): HALF for n in range(10)})
    assert [line.count("to") for line in list(text.result_lines(many))[2:]] == [4, 4, 2]


def test_values_have_errors_in_place_of_accuracy():
    intervals = {"mae_low": 0.3, "mae_high": 0.5, "rmse_low": 0.4, "rmse_high": 0.6}
    result = Regression(0.25, 0.4, 0.5, 0.9, **intervals, r2_low=0.8, r2_high=0.95, n=9)
    assert list(text.result_lines(result)) == [
        "Test Loss = 0.2500",
        "Test MAE = 0.4000   (95 %: 0.300 to 0.500)",
        "Test RMSE = 0.5000   (95 %: 0.400 to 0.600)",
        "Test R2 = 0.9000   (95 %: 0.800 to 0.950)",
    ]


def test_each_class_is_named_as_in_the_article():
    lines = list(text.evaluation_lines(Evaluation(200, True, FOUND, {"random": FOUND})))
    assert lines[0] == "200 fresh examples"
    assert "When everything is random" in lines


def test_examples_that_were_there_are_not_called_fresh():
    assert next(text.evaluation_lines(Evaluation(5, False, FOUND))) == "5 test examples"


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (Prediction("test[0]", "7", 0.99, "7"), "prediction= 7 answer = 7"),
        (Prediction("test[0]", 1.23456, None, 1.0), "prediction= 1.235 answer = 1"),
        (Prediction("絵 1.png", "猫", 0.987), "絵 1.png: prediction= 猫   (98.7%)"),
        (Prediction("a.csv", 2.5, None), "a.csv: prediction= 2.5"),
    ],
)
def test_a_prediction_is_a_line(found, line):
    assert list(text.prediction_lines([found])) == [line]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.04, "0.0s"), (9.94, "9.9s"), (42.4, "42s"), (61.0, "1:01"), (3599.6, "60:00")],
)
def test_an_epoch_is_a_line(seconds, shown):
    line = text.epoch_line(Epoch(2, 5, 63, seconds, {"loss": 0.5, "accuracy": 0.75}))
    assert line == f"Epoch 2/5  63/63 {text.BAR} {shown}  loss: 0.5000 - accuracy: 0.7500"


def test_titles_stand_below_each_other_in_any_script():
    assert list(text.task_lines({"baker": "A", "見分け": "B"})) == ["baker    A", "見分け   B"]


def test_a_kept_run_says_where(baker_run):
    kept = f"Kept in {baker_run.path}: model.keras, report.html"
    assert list(text.run_lines(baker_run.path)) == [kept]
