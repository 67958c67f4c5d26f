"""What the closing line of a run says, and what counts as a failure."""

import signal

import pytest

from tools.suite import NOTHING_COLLECTED, Outcome, Run, outcome

pytestmark = pytest.mark.pure

RUN = Run("SQLite", "not pure")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (0, "✓ SQLite                   3 réussis, 0 en échec, 2 s"),
        (1, "✗ SQLite                   3 réussis, 0 en échec, 2 s"),
        (
            NOTHING_COLLECTED,
            "✗ SQLite                   3 réussis, 0 en échec (aucun test ne répond à ce choix), 2 s",
        ),
        (
            -signal.SIGKILL,
            "✗ SQLite                   3 réussis, 0 en échec (pytest s’est arrêté, code -9), 2 s",
        ),
    ],
)
def test_the_closing_line_tells_how_pytest_ended(code, said):
    assert str(Outcome(RUN, code, 2.0, passed=3)) == said


def test_counts_come_from_pytest_own_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="1"/></testsuites>')
    counted = outcome(RUN, 1, 2.0, report)
    assert (counted.passed, counted.failed, counted.skipped) == (5, 3, 1)


def test_without_a_report_only_the_code_speaks(tmp_path):
    assert outcome(RUN, -signal.SIGTERM, 2.0, tmp_path / "report.xml").passed == 0
