"""What the README tells a newcomer to do, word by word: a first theorem from the template, and it altered.

Each test works on a copy of the derivations, and runs the README's own commands there.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from derivations.proof import Proof

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PART = README[README.index("**To add a theorem**") : README.index("**A certificate**")]
COMMANDS = re.search(r"```sh\n(.*?)```", PART, flags=re.DOTALL)[1].splitlines()  # type: ignore[index]
(LISTED,) = re.findall(r'here `("square\.[\w-]+",)` as the first', PART)
ROWS = re.findall(r"^\| `(.+?)` \| (?:`(.+?)`|nothing) \| `(.+?)`(.*) \|$", PART, flags=re.MULTILINE)
TERMS = re.search(r"```python\n(.*?)```", PART, flags=re.DOTALL)[1]  # type: ignore[index]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the derivations beside the verifier, with the template copied and listed."""
    hidden = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "derivations", tmp_path / "derivations", ignore=hidden)
    (tmp_path / "verifier").symlink_to(ROOT / "verifier")
    copy, *arguments = shlex.split(COMMANDS[0])
    assert copy == "cp"
    shutil.copy(*(tmp_path / name for name in arguments))
    contents = tmp_path / "derivations" / "contents.py"
    head, start, rest = contents.read_text(encoding="utf-8").partition("CLAIMS: tuple[str, ...] = (\n")
    assert start
    contents.write_text(f"{head}{start}    {LISTED}\n{rest}", encoding="utf-8")
    return tmp_path


def run(command: str, house: Path) -> subprocess.CompletedProcess[str]:
    """A command of the README in the copy, by this interpreter."""
    program, *arguments = shlex.split(command)
    assert program == "python"
    words = [sys.executable, *arguments]
    return subprocess.run(words, capture_output=True, text=True, cwd=house, timeout=300)


def test_the_template_is_proved(house: Path) -> None:
    """Each command succeeds: the derivation shows what it concludes from what, and the run says PROVED."""
    derived, concluded, verified = (run(command, house) for command in COMMANDS[1:])

    assert derived.returncode == 0, derived.stderr
    assert "N > 0, 3 - λ² ≥ 0 ⊢ 4·N - N' ≥ 0" in derived.stdout
    assert "accepted, 1 step" in derived.stdout and "NOT STATED" not in derived.stdout
    assert concluded.returncode == 0, concluded.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert re.search(r"square\.first-theorem +extension +PROVED +PROVED", verified.stdout)


@pytest.mark.parametrize(("right", "wrong", "told", "more"), ROWS)
def test_an_altered_copy_is_refused(house: Path, right: str, wrong: str, told: str, more: str) -> None:
    """In the words that the README shows, by the derivation; by the run, unless it says otherwise."""
    claim = house / "derivations" / "square" / "first_theorem.py"
    text = claim.read_text(encoding="utf-8")
    assert text.count(right) == 1
    claim.write_text(text.replace(right, wrong), encoding="utf-8")

    derived = run(COMMANDS[1], house)
    assert derived.returncode == 1 and derived.stderr == ""
    assert told in " ".join(derived.stdout.split())
    again = run(COMMANDS[2], house)
    assert again.returncode == 1 and again.stdout == "" and len(again.stderr.splitlines()) == 1
    verified = run(COMMANDS[3], house)
    assert verified.returncode == (1 if "REFUTED" in more else 3)
    status = "REFUTED" if "REFUTED" in more else "INCONCLUSIVE"
    assert re.search(rf"square\.first-theorem +extension +{status}", verified.stdout)


def test_terms_are_explained_where_they_are_met() -> None:
    """The README's two lines are those of the template, and the docstring has the same example."""
    template = (ROOT / "derivations" / "template.txt").read_text(encoding="utf-8")
    assert TERMS in template and "4N − N' = N(3 − λ²) + N(λc)²" in PART
    assert len(ROWS) == 6
    explained = Proof.positive.__doc__ or ""
    assert "(1, [N > 0], lam * c)" in explained and "4N − N' = N(3 − λ²) + N(λc)²" in explained
