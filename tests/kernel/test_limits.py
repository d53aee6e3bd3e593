"""Small certificates that ask for hours or gigabytes are refused at once.

The criterion: by the ring that counts, as too much, within a small part of the work allowed for; and what
it costs to compare, to print and to put in place is counted.
"""

from __future__ import annotations

from time import process_time

import pytest

from tests.kernel.build import Json, along, certificate, implies, step, system, term, tie
from verifier.kernel import CertificateError, limits, replay
from verifier.kernel.facts import statement_hash
from verifier.kernel.limits import STEPS
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import Ring

ONE = step("deduce", "one", then=[["1", ">"]])
WIDE = " + ".join(f"x{n}" for n in range(60))
NAMES = " ".join(f"x{n}" for n in range(60))


def _repeated(name: str, times: int) -> Json:
    return step("deduce", "again", lemmas=[name] * times, then=[])


FAMILY = {"samples": ["x"], "each": [["x + 1", ">"]] * 4000, "means": []}
SELF = system("self", "x", "p")
SINCE = step("inclusion", "since", system="self", into="self")
COSTLY: dict[str, Json] = {
    "a lemma again and again": certificate(
        "x", step("deduce", "many", then=[["1", ">"]] * 3000), _repeated("many", 30000)
    ),
    "a lemma that is looked for at the end": certificate(
        "x", step("deduce", "last", given=[["x", ">"]], then=[]),
        step("deduce", "again", given=[*[["x", ">="]] * 6000, ["x", ">"]], lemmas=["last"] * 9000, then=[]),
    ),
    "all against all": certificate(
        "x", step("deduce", "all", given=[*[["x", ">="]] * 8000, ["x", "="]], then=[["x", "="]] * 7000)
    ),
    "families against families": certificate(
        "x y", step("deduce", "all", given=[FAMILY | {"each": [["x", ">="]] * 4000}] * 2, then=[FAMILY])
    ),
    "ties against ties": certificate(
        "x y", step("deduce", "all", given=[tie("sigma", "y", "x")] * 5000,
                    then=[["1", ">"]] * 100 + [implies(*[["x", ">"]] * 5000)]),
    ),
    "a power": certificate(
        "x y z", step("algebra", "power", target="x**60", terms=[term(square="x**30")]),
        step("deduce", "put", then=[], lemmas=[["power", {"x": "x + y + z + 1"}]]),
    ),
    "a power in a variable": certificate(
        NAMES, step("algebra", "square", target="x0**4", terms=[term(square="x0**2")]),
        step("deduce", "put", then=[], lemmas=[["square", {"x0": WIDE}]] * 2000),
    ),
    "a fact carried again and again": certificate(
        "x x_next p", SINCE, along("t0", "self", given=[["x", ">"]], then=[["x", ">"]]),
        *[step("transfer", f"t{n}", part="since", fact="t0") for n in range(1, 900)],
        systems=(SELF | {"always": [[f"{n}*x**2 + {n}", ">"] for n in range(2, 900)]},),
        concludes=[f"t{n}" for n in range(900)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COSTLY)
def test_what_costs_too_much_is_refused_soon(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the work allowed takes its part of the seconds, though much more is asked for."""
    monkeypatch.setattr(limits, "WORK", 400_000)
    began = process_time()
    with pytest.raises(CertificateError, match=r"too much: more work than 400,000 operations"):
        replay(COSTLY[name], backend="fractions")
    assert process_time() - began < 4


def test_as_many_citations_as_steps() -> None:
    """Each is read anew, with the systems that it is about."""
    said = {"given": [], "then": [["x**2", ">="]]}
    key = statement_hash(said)
    for number, message in ((STEPS, None), (STEPS + 1, f"too much: {STEPS + 1:,} citations")):
        whole = certificate("x", ONE) | {"cites": {f"c{n}": key for n in range(number)}}
        if message is None:
            replay(whole, {key: said}, "fractions")
            continue
        with pytest.raises(CertificateError, match=message):
            replay(whole, {key: said}, "fractions")


def test_deep_nesting_is_refused_before_it_is_shown() -> None:
    """Whatever field it stands in."""
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    for field in ("format", "claim", "variables", "cites", "systems", "steps", "concludes"):
        with pytest.raises(CertificateError, match="too much: lists or objects within each other"):
            replay(certificate("x", ONE) | {field: deep})
    for text in ("(" * 5000 + "x" + ")" * 5000, "-" * 30000 + "x", "*".join(["x"] * 19000)):
        with pytest.raises(
            CertificateError,
            match=r"^step 'one': .* is no number or declared|^step 'one': too much: a polynomial of degree",
        ):
            replay(certificate("x", step("deduce", "one", then=[[text, ">"]])))


def test_what_is_put_in_place_is_counted() -> None:
    """Term by term, by the number of variables; and each product."""
    ring = Ring([f"x{n}" for n in range(80)])
    x, y = ring.variable("x0"), ring.variable("x1")
    many = x + y
    for _ in range(19):
        many = many * (x + y)
    before = ring.meter.work
    assert ring.put(many, {"x1": ring.variable("x5")}) != many
    assert before - ring.meter.work >= 21 * 11
    with pytest.raises(CertificateError, match="a polynomial of degree"):
        ring.put(read_polynomial("x0**20", ring), {"x0": read_polynomial("x1**26", ring)})
