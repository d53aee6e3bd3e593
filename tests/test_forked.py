"""Programs in forks of one process are as good as programs of their own."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.forked import Forked


@pytest.fixture(scope="module")
def process() -> Iterator[Forked]:
    """One whose prelude counts something."""
    with closing(Forked("import os; count = [1]", PLANTED="here")) as forked:
        yield forked


def test_a_program_sees_the_prelude_and_nothing_of_another_program(process: Forked) -> None:
    """What one changes, the next does not find."""
    for _ in range(2):
        assert process.run("count.append(2); print(count, os.environ['PLANTED'])") == "[1, 2] here\n"


@pytest.mark.parametrize(
    "program", ["print('said'); 1 / 0", "raise SystemExit(3)", "os.kill(os.getpid(), 9)"]
)
def test_a_program_that_fails_is_a_failure(process: Forked, program: str) -> None:
    """However it ends; and the next one is run."""
    with pytest.raises(AssertionError):
        process.run(program)
    assert process.run("print('alive')") == "alive\n"


def test_a_prelude_that_fails_is_a_failure() -> None:
    """No program is run after it."""
    with closing(Forked("1 / 0")) as forked, pytest.raises((AssertionError, BrokenPipeError)):
        forked.run("print('alive')")
