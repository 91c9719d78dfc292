"""The lines by which others judge our figures."""

import pytest

from bench.report import absent, plain, ratio, table, verdicts


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (1200, "1200"), (0.8, "0.8"), (133.26, "133.3"), (12345.6, "12346"), (0.0312, "0.031"), (2.0, "2")],
)
def test_a_value_is_a_plain_number(value: float, said: str) -> None:
    assert plain(value) == said


def test_a_figure_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    ratio("search_p99_ms", 12.5, "<=", 20)

    assert capsys.readouterr().out == "ratio search_p99_ms 12.5 target <= 20\n"


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_has_no_number_is_absent(value: float, capsys: pytest.CaptureFixture[str]) -> None:
    ratio("commit_to_browser_p99_ms", value, "<=", 20)
    table("Figures", ["name", "p99"], [["ours", value]])

    said = capsys.readouterr().out
    assert said.startswith("absent commit_to_browser_p99_ms ")
    assert "inf" not in said
    assert "nan" not in said


def test_what_is_absent_says_why_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    absent("c-each", "no C compiler\n(apt install gcc)")

    assert capsys.readouterr().out == "absent c-each no C compiler (apt install gcc)\n"


def test_the_table_judges_each_figure_and_passes_over_other_lines() -> None:
    lines = [
        "Deliveries (medians of the rounds)",
        "ratio live_lost 0 target == 0",
        "ratio live_sustained_vs_socketio_uvicorn 1.9 target >= 2",
        "absent c-each no C compiler",
    ]

    assert verdicts(lines) == [
        ("live_lost", "0", "== 0", "met"),
        ("live_sustained_vs_socketio_uvicorn", "1.9", ">= 2", "missed"),
        ("c-each", "–", "–", "absent: no C compiler"),
    ]
