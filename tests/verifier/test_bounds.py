"""Whoever installs the package gets versions that work: each dependency names the oldest one."""

from __future__ import annotations

from packaging.version import Version

from tests.lower_bounds import PROJECT, lower_bounds

PINNED = dict(
    line.split("==")
    for line in (PROJECT.parent / "constraints.txt").read_text().lower().splitlines()
    if "==" in line
)


def test_each_has_a_bound() -> None:
    """No dependency may be of any age whatever; ``make oldest`` tries the bounds."""
    assert [name for name, version in lower_bounds() if version is None] == []
    assert len(list(lower_bounds())) > 10


def test_what_is_pinned_obeys() -> None:
    """What the tests run with is not older than what pyproject.toml asks for."""
    for name, version in lower_bounds():
        assert Version(str(version)) <= Version(PINNED[name.lower()]), name
