"""Polynomials as they are written.

Correctness criterion: what differs by its order, its brackets or by what is neutral is the same; what only
multiplying out shows to be equal is not; and nothing is the same whose values differ.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.written import as_written

SAME = [
    ("x", "x + 0"),
    ("x", "0 + 1*x - 0*y"),
    ("x + y", "(y) + x"),
    ("x*y**2", "y*(x*y)"),
    ("x", "2*x - x"),
    ("x/2", "x*3/6"),
    ("-(x - y)", "y - x"),
    ("(x + 1)**2", "(1 + x)*(x + 1)"),
    ("(2*x)**3", "8*x**3"),
    ("x**0", "1"),
    ("(x - x)**2", "0"),
    ("x + (y - x)", "y"),
]
OTHER = [
    ("(x + 1)**2", "x**2 + 2*x + 1"),
    ("x*(y + z)", "x*y + x*z"),
    ("2*(x + y)**2", "2*x**2 + 4*x*y + 2*y**2"),
    ("x", "y"),
    ("x", "2*x"),
    ("x", "x + 1"),
    ("x**2", "x**3"),
]


@pytest.mark.parametrize("one, other", SAME)
def test_the_same_as_written(one: str, other: str) -> None:
    """Order, brackets, 0, 1 and like terms make no difference."""
    assert as_written(one) == as_written(other)
    assert not as_written(f"{one} - ({other})")


@pytest.mark.parametrize("one, other", OTHER)
def test_not_the_same_as_written(one: str, other: str) -> None:
    """Nothing is multiplied out, and what differs stays so."""
    assert as_written(one) != as_written(other)
    assert as_written(f"{one} - ({other})")


@pytest.mark.parametrize("text", ["x < y", "f(x)", "x/y"])
def test_what_the_kernel_does_not_read(text: str) -> None:
    """Anything but a polynomial is refused."""
    with pytest.raises(ValueError, match="not a polynomial"):
        as_written(text)


polynomials = st.recursive(
    st.sampled_from(["x", "y", "0", "1", "2"]),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*"), part).map(lambda it: f"({it[0]} {it[1]} {it[2]})"),
        part.map(lambda it: f"({it})**2"),
        part.map(lambda it: f"(-{it}/3)"),
    ),
    max_leaves=8,
)


@given(polynomials, polynomials)
def test_what_is_the_same_has_the_same_values(one: str, other: str) -> None:
    """At points with x and y in general position; a polynomial is the same as itself in brackets."""
    assert as_written(one) == as_written(f"(({one}) + 0)*1")
    if as_written(one) == as_written(other):
        for point in ({"x": 7, "y": 11}, {"x": -3, "y": 5}):
            assert abs(eval(one, dict(point)) - eval(other, dict(point))) < 1e-6
