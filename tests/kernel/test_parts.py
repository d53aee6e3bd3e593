"""The small parts of the kernel one by one, at the edge of what each accepts.

The criterion: a change of any of them in one place is noticed here, not only in a whole certificate.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from tests.kernel.attacks import proved, refused
from tests.kernel.build import identity, positivity, rule, term
from verifier.kernel import CertificateError, fields, limits
from verifier.kernel.conditions import SIGNS, Condition, Growth, Sequent, find, read_condition
from verifier.kernel.expression import read_polynomial
from verifier.kernel.facts import Facts
from verifier.kernel.rings import RINGS, FlintRing, FractionRing
from verifier.kernel.ties import Tie, read_point, read_ties, ties_of

AT_LEAST_AS_STRONG = {
    (">", ">"),
    (">", ">="),
    (">", "!="),
    (">=", ">="),
    ("=", "="),
    ("=", ">="),
    ("!=", "!="),
}


@pytest.mark.parametrize("ring", [ring(["x", "y"]) for ring in RINGS.values()], ids=list(RINGS))
def test_a_condition_implies_what_is_weaker_of_the_same_polynomial(ring: Any) -> None:
    """> implies ≥ and ≠, = implies ≥, each implies itself; nothing else, and nothing of another one."""
    x, y = ring.variable("x"), ring.variable("y")
    implied = {(a, b) for a, b in product(SIGNS, SIGNS) if Condition(x, a, "").implies(Condition(x, b, ""))}
    assert implied == AT_LEAST_AS_STRONG
    assert not any(Condition(x, a, "").implies(Condition(y, b, "")) for a, b in product(SIGNS, SIGNS))
    assert find(Condition(x, ">=", ""), [Condition(y, ">", ""), Condition(x, ">", "")])
    assert not find(Condition(x, ">=", ""), [Condition(y, ">", ""), Condition(x, "!=", "")])


@pytest.mark.parametrize(
    "entry", [["x"], ["x", ">", ">"], ("x", ">"), ["x", "<"], "x>", None, ["z", ">"], [1, ">"]]
)
def test_a_condition_is_a_pair(entry: Any) -> None:
    """A list of a polynomial and a sign, and of these two alone."""
    with pytest.raises(CertificateError):
        read_condition(entry, FractionRing(["x"]))


def test_a_condition_keeps_how_it_was_written() -> None:
    """The text is what stands in the certificate, with what is renamed behind it."""
    ring = FractionRing(["x", "y", "z"])
    assert str(read_condition(["x + 1", ">="], ring)) == "x + 1 >= 0"
    renamed = read_condition(["x", ">"], ring, {"x": "y", "y": "z"})
    assert str(renamed) == "(x)[x:=y, y:=z] > 0"
    assert renamed.polynomial == ring.variable("y")


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (fields.text, ["", "a b", "x > 0"], [None, 1, ["a"], "a\n", "λ", "a\x7f", "\x1b"]),
        (
            fields.words,
            ["a", "a b", "(a)", "a" * 200],
            [None, "", " a", "a ", "a  b", "a: b", "a" * 201, "-a"],
        ),
        (fields.truth, [True, False], [None, 0, 1, "true"]),
        (fields.listing, [[], [1]], [None, {}, "a", ()]),
        (fields.something, [[1], [None]], [[], None, {}, "a"]),
        (fields.names, [[], ["a"], ["a", "b"]], [["a", "a"], [1], ["a", None], [["a"]], None, "a", {}]),
        (
            fields.variables,
            [["a"], ["a", "b_1"], ["x" * 40]],
            [[], ["1a"], ["a", "a"], ["t"], ["x" * 41], ["_a"]],
        ),
        (fields.naming, [{}, {"a": "b"}], [{"a": 1}, {"a": "b", "c": None}, [], None, "a", [["a", "b"]]]),
    ],
)
def test_fields_are_read_as_what_they_are(
    read: Callable[..., Any], good: list[Any], bad: list[Any]
) -> None:
    """Each reader returns what it accepts as it is, and names the field that it refuses."""
    for value in good:
        assert read({"key": value}, "key") == value
    for value in bad:
        with pytest.raises(CertificateError, match=r"'key'|at least one"):
            read({"key": value}, "key")
    for entry in ({}, {"other": good[0]}, [], None, "key"):
        with pytest.raises(CertificateError, match="missing field 'key'"):
            read(entry, "key")


def test_only_known_fields() -> None:
    """A field that is not among those allowed is named, with what has it; other values have none."""
    fields.only({"a": 1}, ("a", "b"), "it")
    fields.only("zero", ("a",), "it")
    with pytest.raises(CertificateError, match=r"^it has a stray field 'c'$"):
        fields.only({"a": 1, "c": 2}, ("a", "b"), "it")


def test_facts_are_found_by_name_and_kind() -> None:
    """A fact is found under its own name, as what it is, and under no other."""
    facts = Facts()
    sequent = Sequent("s", (), (), Condition(None, "=", "x"))
    growth = Growth("g", "run", "x", "1", ">=")
    facts.add("s", sequent)
    facts.add("g", growth)
    assert facts.sequent("s") is sequent and facts.growth("g") is growth
    assert facts.sequents == {"s": sequent}
    for look, name in ((facts.sequent, "g"), (facts.growth, "s"), (facts.counted, "g"), (facts.flow, "s")):
        with pytest.raises(CertificateError, match=rf"^no accepted \w+ is named '{name}'$"):
            look(name)
    for name in (None, 1, ["s"], {"s": 1}, "t"):
        with pytest.raises(CertificateError, match="no accepted sequent is named"):
            facts.sequent(name)
    with pytest.raises(CertificateError, match=r"^step 's' stands twice$"):
        facts.add("s", growth)
    with pytest.raises(CertificateError, match=r"^step 'a': unknown system 'run'$"):
        facts.system({"name": "a", "system": "run"})


def test_points_and_their_ties() -> None:
    """A point is two or three variables: an argument, σ and ℓ of it."""
    ring = FractionRing(["z", "g", "L"])
    assert ties_of(read_point(["z", "g", "L"], ring)) == [Tie("sigma", "z", "g"), Tie("softplus", "z", "L")]
    assert ties_of(read_point(["z", "g"], ring)) == [Tie("sigma", "z", "g")]
    for entry in (["z"], ["z", "g", "L", "z"], ["z", "w"], "zg", None, ("z", "g")):
        with pytest.raises(CertificateError, match="a point is"):
            read_point(entry, ring)
    assert str(Tie("softplus", "z", "L").renamed({"z": "y", "g": "h"})) == "L = ℓ(y)"
    assert str(Tie("sigma", "z", "L").renamed({"L": "y"})) == "y = σ(z)"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"sigma": [["z", "w"]]}, "pair of variables"),
        ({"sigma": [["z"]]}, "pair of variables"),
        ({"sigma": ["zg"]}, "pair of variables"),
        ({"sigma": [["z", ["g"]]]}, "pair of variables"),
        ({"sigma": {}}, "must be a list"),
        ({"sigma": [["z", "g"], ["z", "L"]]}, "two ties"),
        ({"sigma": [["z", "g"], ["L", "g"]]}, "two ties"),
        ({"sigma": [["z", "g"]], "softplus": [["z", "g"]]}, "two ties"),
    ],
)
def test_ties_are_pairs_of_the_systems_variables(entry: Any, message: str) -> None:
    """Each function has one value at an argument, and each value one argument."""
    assert read_ties({"sigma": [["z", "g"]], "softplus": [["z", "L"]]}, {"z", "g", "L"}) == (
        Tie("sigma", "z", "g"),
        Tie("softplus", "z", "L"),
    )
    with pytest.raises(CertificateError, match=message):
        read_ties(entry, {"z", "g", "L"})


def test_bounds_are_the_most_that_is_accepted() -> None:
    """What is exactly at a bound passes, and one more does not."""
    limits.require(7, 7, "it")
    with pytest.raises(CertificateError, match=r"^too much: it, where 7 are the most$"):
        limits.require(8, 7, "it")
    meter = limits.Meter()
    meter.spend(limits.WORK)
    meter.keep(limits.ROOM)
    with pytest.raises(CertificateError, match="more work than 3,000,000"):
        meter.spend(1)
    with pytest.raises(CertificateError, match="more than 1,000,000 words"):
        meter.keep(1)


def test_a_certificate_has_a_bounded_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nesting and entries are counted over lists and objects alike, up to the bound and no further."""
    value: Any = 1
    for depth in range(limits.NESTING):
        value = [value] if depth % 2 else {"a": value}
    limits.require_shape(value)
    with pytest.raises(CertificateError, match="16 deep"):
        limits.require_shape([value])
    monkeypatch.setattr(limits, "ENTRIES", 5)
    limits.require_shape({"a": [1, 2], "b": {"c": 3}})
    with pytest.raises(CertificateError, match=r"^too much: more entries of lists and objects, where 5"):
        limits.require_shape({"a": [1, 2], "b": {"c": 3, "d": 4}})


def test_a_polynomial_is_bounded() -> None:
    """Its terms, its coefficients and all of them over one denominator are held to the bounds."""
    meter = limits.Meter()
    assert meter.polynomial({n: Fraction(1) for n in range(limits.TERMS)}) == 1
    assert limits.WORK - meter.work == 1 + limits.TERMS
    assert meter.polynomial({0: Fraction(1, 2**limits.BITS - 1)}) == limits.BITS
    for terms, message in (
        ({n: Fraction(1) for n in range(limits.TERMS + 1)}, "5,001 terms"),
        ({0: Fraction(2**limits.BITS)}, "4,001 bits"),
        ({0: Fraction(1, 2**limits.BITS)}, "4,001 bits"),
        ({n: Fraction(1, 2**100 + n) for n in range(200)}, "one denominator"),
    ):
        with pytest.raises(CertificateError, match=message):
            meter.polynomial(terms)


def test_the_size_of_all_coefficients_is_bounded() -> None:
    """Terms times the bits of the largest coefficient and of all denominators: 4,000,000 pass, no more."""
    meter = limits.Meter()
    large, less = Fraction(2**3999), Fraction(2**3998)
    assert meter.polynomial(dict.fromkeys(range(1000), large)) == 4000
    assert limits.WORK - meter.work == 1 + 1000 * (1 + 15)
    meter.polynomial(dict.fromkeys(range(1000), less) | {0: Fraction(1, 2)})
    for terms in (
        dict.fromkeys(range(1001), large),
        dict.fromkeys(range(1000), less) | {0: Fraction(1, 4)},
        dict.fromkeys(range(1000), less) | {0: Fraction(1, 2), 1: Fraction(1, 3)},
    ):
        with pytest.raises(CertificateError, match=r"^too much: coefficients over one denominator"):
            meter.polynomial(terms)
    before = meter.work
    meter.polynomial({0: Fraction(2**255), 1: Fraction(1)})
    assert before - meter.work == 1 + 2 * 2


@pytest.mark.parametrize("ring", [FractionRing, FlintRing])
def test_degrees_and_signs(ring: Any) -> None:
    """The rings know derivatives, signs of constants, and which variables occur."""
    r = ring(["x", "y"])
    p = read_polynomial("x**3*y - 2*x + 5/2", r)
    assert r.derivative(p, "x") == read_polynomial("3*x**2*y - 2", r)
    assert r.derivative(p, "y") == read_polynomial("x**3", r)
    assert r.variables_of(p) == {"x", "y"} and r.variables_of(p - p) == frozenset()
    assert r.variables_of(read_polynomial("y*0 + x", r)) == {"x"}
    assert [r.sign(r.constant(Fraction(n, 3))) for n in (-1, 0, 1)] == [-1, 0, 1]
    assert r.is_zero(p - p) and not r.is_zero(p)
    with pytest.raises(CertificateError, match="undeclared variable 'z'"):
        r.variable("z")


def test_a_refusal_names_its_step() -> None:
    """Whatever is wrong with a step, the message begins with its name, and cites others by theirs."""
    wrong = identity("i", "x", "y")
    refused("^step 'i': the two sides differ$", wrong)
    refused("^step 'p': the sum of terms is not the target$", positivity("p", "x", terms=[term()]))
    refused("^step 'p': no term is strictly positive$", positivity("p", "0", terms=[term(weight="0")]))
    refused("^step 'p': factor 0 has no sign$", positivity("p", "x", given=[["x", "!="]], terms=[term(0)]))
    refused(
        "^step 'p': no given condition number 1$", positivity("p", "x", given=[["x", ">"]], terms=[term(1)])
    )
    refused(
        "^step 'p': weight '-1' is not a nonnegative rational$",
        positivity("p", "x", terms=[term(weight="-1")]),
    )
    use = rule("consequence", "use", "walk", sequents=["s"])
    given = [["y", ">"]]
    refused("^step 'use': step 's' assumes y > 0, which walk does not give$",
            positivity("s", "y", given=given, terms=[term(0)]), use)  # fmt: skip
    refused("^step 'use': step 's' assumes y > 0, which walk does not give$",
            identity("s", "y", "y", given=given), use)  # fmt: skip
    stray = term() | {"note": "x"}
    refused("a term of step 'p' has a stray field 'note'", positivity("p", "1", terms=[stray]))
    refused("^step 'p': no given condition number 0$", positivity("p", "1", multiplier=[0], terms=[term()]))
    refused("^step 'p': unknown lemma 'q'$", positivity("p", "1", lemmas=["q"], terms=[term()]))


def test_a_square_is_positive_where_its_root_is_given_nonzero() -> None:
    """x > 0 and x != 0 each make x*x strictly positive; x >= 0 does not."""
    for sign in (">", "!="):
        proved(positivity("p", "x**2", given=[["x", sign]], terms=[term(square="x")]))
    refused(
        "no term is strictly positive",
        positivity("p", "x**2", given=[["x", ">="]], terms=[term(square="x")]),
    )
