"""Attempts to prove falsehoods by algebra: each is refused, for the reason the test names."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.attacks import VARIABLES, proved, refused
from tests.kernel.build import Json, certificate, identity, positivity, term
from tests.kernel.runs import satisfied
from verifier.kernel import CertificateError, replay
from verifier.kernel.rings import RINGS


def test_one_is_not_above_two() -> None:
    """1 > 2 has no certificate by squares, and none by weights of nothing."""
    refused("the sum of terms", positivity("p", "1 - 2", terms=[term()]))
    refused("the sum of terms", positivity("p", "1 - 2"))
    refused("no term is strictly positive", positivity("p", "1 - 1"))


@pytest.mark.parametrize(
    "weight", ["-1", "-1/2", "1/-2", "0.5", "1e3", "nan", "inf", "1/0", "½", "1_0", "", " 1", 1, 1.0, None]
)
def test_weights_are_nonnegative_rationals(weight: Any) -> None:
    """A weight that is negative, not exact, or not text is refused."""
    refused("not a nonnegative rational", positivity("p", "x", terms=[term(weight=weight)]))


def test_nonstrict_does_not_give_strict() -> None:
    """x ≥ 0 does not prove x > 0, whether as a factor, with weight zero, or under a square."""
    weak = [["x", ">="]]
    refused("no term is strictly", positivity("p", "x", given=weak, terms=[term(0)]))
    idle = [term(0), term(weight="0")]
    refused("no term is strictly", positivity("p", "x", given=weak, terms=idle))
    refused("no term is strictly", positivity("p", "x**2", terms=[term(square="x")]))
    mixed = [["x", ">="], ["y", ">"]]
    refused("no term is strictly", positivity("p", "x*y", given=mixed, terms=[term(0, 1)]))


def test_a_square_is_strict_where_its_root_is_not_zero() -> None:
    """x² > 0 follows from x ≠ 0; it does not follow from y ≠ 0."""
    squared = positivity("p", "x**2", terms=[term(square="x")])

    assert str(proved(squared | {"given": [["x", "!="]]})) == "x != 0  ⊢  x**2 > 0"
    refused("no term is strictly", squared | {"given": [["y", "!="]]})


@pytest.mark.parametrize("sign", ["!=", "="])
def test_a_condition_without_a_sign_is_no_factor(sign: str) -> None:
    """Neither x ≠ 0 nor x = 0 may multiply a term of a sum of nonnegatives."""
    refused("has no sign", positivity("p", "x", given=[["x", sign]], terms=[term(0)]))


@pytest.mark.parametrize("index", [1, -1, True, "0", 0.0, None])
def test_factors_are_numbers_of_given_conditions(index: Any) -> None:
    """A factor or multiplier that is not the number of a given condition is refused."""
    given = [["x", ">"]]
    refused("no given condition", positivity("p", "x", given=given, terms=[term(index)]))
    refused("no given condition", positivity("p", "x", given=given, multiplier=[index]))


def test_a_multiplier_may_not_vanish_or_be_negative() -> None:
    """x·(1) = x·(2) does not prove 1 = 2 when x may be 0, nor a sign when x may be negative."""
    relation: dict[str, Any] = {"relations": ["x"], "cofactors": ["-1"], "multiplier": [0]}
    refused("may vanish", identity("i", "1", "2", given=[["x", ">="]], **relation))
    refused("may vanish", identity("i", "1", "2", given=[["x", "="]], **relation))
    refused("may vanish", positivity("p", "-1", given=[["x", "!="]], **relation))
    refused("may vanish", positivity("p", "-1", given=[["x", ">="]], **relation))


def test_relations_need_their_cofactors() -> None:
    """A relation enters with exactly one cofactor, and only the declared ones count."""
    refused("one cofactor a relation", identity("i", "x", "0", relations=["x"]))
    refused("one cofactor a relation", identity("i", "x", "0", cofactors=["1"]))
    refused("the two sides differ", identity("i", "x", "1", relations=["x"], cofactors=["1"]))


def test_an_assumed_falsehood_stays_visible() -> None:
    """What follows from an absurd hypothesis or relation is stated together with it."""
    absurd = positivity("p", "1 - 2", relations=["1"], cofactors=["-1"], terms=[])
    assert "1 = 0" in str(proved(absurd | {"sign": ">="}))
    given = positivity("p", "1 - 2", given=[["-1", ">"]], terms=[term(0)])
    assert str(proved(given)) == "-1 > 0  ⊢  1 - 2 > 0"


def test_lemmas_come_earlier_and_under_the_same_hypotheses() -> None:
    """A lemma cannot be itself or a later step, nor be used without its hypotheses and relations."""
    circular = positivity("p", "x", lemmas=["p"], terms=[term(0)])
    refused("unknown lemma 'p'", circular)
    later = positivity("q", "x", given=[["x", ">"]], terms=[term(0)])
    refused("unknown lemma 'q'", positivity("p", "x", lemmas=["q"], terms=[term(0)]))
    refused("needs x > 0", later, positivity("p", "x", lemmas=["q"], terms=[term(0)]))
    weaker = positivity("p", "x", given=[["x", ">="]], lemmas=["q"], terms=[term(1)])
    refused("needs x > 0", later, weaker)
    modulo = positivity("q", "1 + x", relations=["x"], cofactors=["1"], terms=[term()])
    refused("another relation", modulo, positivity("p", "1 + x", lemmas=["q"], terms=[term(0)]))


def test_lemma_names_are_text() -> None:
    """A lemma named by anything but text is refused, not looked up."""
    for name in (None, 0, ["q"], {"q": 1}):
        refused("distinct names", positivity("p", "x", lemmas=[name], terms=[term(0)]))


@pytest.mark.parametrize("sign", ["<", "<=", "=", "!=", "==", "", None, [">"], True])
def test_a_target_has_one_of_two_signs(sign: Any) -> None:
    """A positivity step concludes > or ≥ and nothing else."""
    refused("sign", positivity("p", "1", sign, terms=[term()]))


def test_comments_cannot_change_a_conclusion() -> None:
    """Two texts whose comments would swallow the minus between them are refused when read."""
    refused("not allowed", identity("i", "1#", "1#\n"))
    refused("not allowed", identity("i", "1 # ", "1"))


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "delayed-spike-certificate-2"},
        {"variables": []},
        {"variables": ["x", "x"]},
        {"variables": ["x", "ﬁ"]},
        {"variables": ["x", "x y"]},
        {"variables": ["x", 1]},
        {"concludes": []},
        {"concludes": ["q"]},
        {"concludes": [["p"]]},
        {"steps": []},
    ],
)
def test_the_frame_of_a_certificate_is_checked(changed: Json) -> None:
    """Another format, doubtful variables, or a conclusion that no step establishes are refused."""
    sound = certificate(VARIABLES, [positivity("p", "1", terms=[term()])], ["p"])
    replay(sound)

    for backend in RINGS:
        with pytest.raises(CertificateError):
            replay(sound | changed, backend)


def test_a_name_is_used_once() -> None:
    """Two steps of one name are refused: a later one could stand in for an earlier one."""
    one = positivity("p", "1", terms=[term()])
    refused("stands twice", one, one)


_given = st.sampled_from([["x", ">"], ["y", ">="], ["x - y", ">"], ["m", "!="], ["x*y - 1", ">="]])
_squares = st.sampled_from(["1", "x", "y", "m", "x - 2*y", "x*y + 1", "3"])
_small = st.integers(-4, 4).map(str)


@given(
    st.lists(_given, min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 4), st.lists(st.integers(0, 2), max_size=2), _squares), max_size=3),
    st.sampled_from([">", ">="]),
    _small,
    st.lists(st.tuples(*[st.fractions(-3, 3, max_denominator=4)] * 3), min_size=8, max_size=8),
)
def test_random_certificates_are_refused_or_true(
    given: list[Any], drawn: list[Any], sign: str, nudge: str, points: list[tuple[Fraction, ...]]
) -> None:
    """A random sum of terms, nudged by a constant, is refused or holds at every random point."""
    usable = [(w, [i for i in f if i < len(given)], s) for w, f, s in drawn]
    terms = [term(*factors, weight=str(w), square=s) for w, factors, s in usable]
    parts = [f"{w}*({s})**2" + "".join(f"*({given[i][0]})" for i in f) for w, f, s in usable]
    target = " + ".join([*parts, "0"]) + f" + ({nudge})"
    step = positivity("p", target, sign, given=given, terms=terms)
    try:
        replay(certificate(VARIABLES, [step], ["p"]))
    except CertificateError:
        return
    for x, y, m in points:
        values = {"x": x, "y": y, "m": m}
        if all(satisfied(condition, values) for condition in given):
            assert satisfied([target, sign], values)
