"""Criterion: what is printed of an accepted statement says all that it says, and no name of a sequence."""

from __future__ import annotations

from typing import Any

import pytest

from verifier.formulas import Formulas
from verifier.printed import Words, fact_text, system_text

EVENT = [["s", ">"]]


def system(**more: Any) -> dict[str, Any]:
    """A system with a sequence of each kind."""
    ghosts: dict[str, Any] = {
        "E": {"start": "1", "next": "-E*h + E"},
        "P": {"start": "1", "next": "P*s"},
        "T": {"start": "0", "next": "T + 1"},
        "n": {"start": "0", "next": "n + 1", "otherwise": "n", "when": EVENT},
        "G": {"start": "1", "next": "2*G", "otherwise": "G", "when": EVENT},
        "K": {"start": "s**2", "next": "K"},
        "one": {"start": "1", "next": "one"},
        "odd": {"start": "s", "next": "odd**2"},
    }
    state = {"s": "s_next"}
    bare = {"state": state, "parameters": ["h"], "always": [], "step": [], "start": [], "ghosts": ghosts}
    return bare | more


RUN, OTHER = system(), system(always=[["h", ">"]])
NAMES = {"run": RUN, "other": OTHER}


def along(*then: Any, at: str = "state", before: Any = (), given: Any = ()) -> dict[str, Any]:
    """A fact about runs."""
    return {"along": RUN, "at": at, "before": [*before], "given": [*given], "then": [*then]}


def part(**more: Any) -> dict[str, Any]:
    """A fact about stretches of runs."""
    sides = {"start": [], "throughout": [], "during": [], "origin": False, "frozen": {}}
    return {"system": RUN, "into": OTHER} | sides | more


SAID = [
    ({"given": [["a", ">"], ["-b + 1", ">="]], "then": [["c - a", ">="]]}, "a > 0, b <= 1  ⊢  c >= a"),
    ({"given": [], "then": [["-2*x + x**2 + 1", ">="]]}, "all reals  ⊢  1 + x**2 >= 2*x"),
    (along(["s", ">"]), "along 'run', always: s > 0"),
    (along(["s - s_next", ">="], at="step"), "along 'run', at every step: s >= s_next"),
    (
        along(["s - x", ">="], given=[["-x", ">"]]),
        "along 'run', for all x, at every time: x < 0  ⊢  s >= x",
    ),
    (along(["-E*h + s", ">"]), "along 'run', at every time t: s > (1 - h)**t*h"),
    (along(["-E_next + s", ">"], at="step"), "along 'run', at every step t: s > (1 - h)**(t + 1)"),
    (along(["-E**2 + s", ">"]), "along 'run', at every time t: s > ((1 - h)**t)**2"),
    (along(["-P + s", ">"]), "along 'run', at every time t: s > Π_(j<t)(s)"),
    (along(["-T - h + s", ">"]), "along 'run', at every time t: s > t + h"),
    (along(["-n + s", ">"], at="step"), "along 'run', at every step t: s > #(j<t: s > 0)"),
    (along(["-n_next + s", ">"], at="step"), "along 'run', at every step t: s > #(j<=t: s > 0)"),
    (along(["-G + s", ">"]), "along 'run', at every time t: s > 2**#(j<t: s > 0)"),
    (along(["-K + s", ">"]), "along 'run', always: s > (s0**2)"),
    (along(["-h*one + s", ">"]), "along 'run', always: s > h"),
    (along(["-odd + s", ">"]), "along 'run', always: s > odd  where odd is s at time 0 and becomes odd**2"),
    (
        along(["s", ">="], before=[["-E + s", "!="]]),
        "along 'run', at every time t, if at every step j<t s != (1 - h)**j: s >= 0",
    ),
    (
        along(["T*L - M + K0", ">"], given=[{"tie": "ln", "of": [x], "value": y}
                                            for x, y in (("h", "L"), ("s", "M"), ("2", "K0"))]),
        "along 'run', at every time t: t*ln(h) > ln(s/2)",
    ),
    ({"given": [{"tie": "ln", "of": ["x"], "value": "y"}], "then": [["x", ">"]]}, "y = ln(x)  ⊢  x > 0"),
    (
        {"given": [{"tie": "softplus", "of": ["z"], "value": "p"}, {"tie": "sigma", "of": ["z"],
                   "value": "-v + 1"}], "then": [["p", "!="]]},
        "p = ℓ(z), 1 - v = σ(z)  ⊢  p != 0",
    ),
    (
        {"given": [{"if": [["x", ">"], ["y", ">"]], "then": ["z", "="]}], "then": [["z", ">="]]},
        "[z = 0 if x > 0 and y > 0]  ⊢  z >= 0",
    ),
    (
        {
            "given": [{"samples": ["y"], "each": [["y", ">"]], "means": [["m", "y**2"]]}],
            "then": [["m", ">"]],
        },
        "[finitely many samples (y), each with y > 0; m the mean of y**2]  ⊢  m > 0",
    ),
    ({"ends": RUN}, "there is no infinite run of 'run'"),
    (
        part(start=[["s - K", ">"]], throughout=[["s", ">"]], during=[["-E + h", ">"]], frozen={"h": "s"}),
        "along 'run', from any time τ on with s > (s0**2), as long as s > 0 at every state, "
        "as long as h > (1 - h)**j at every step: a run of 'other', with s at τ for its h",
    ),
    (part(origin=True), "along 'run', from time 0 on: a run of 'other'"),
    (
        {"within": part(into=RUN), "fact": along(["s", ">"])},
        "along 'run', from any time τ on: a run of 'run'; of which, along 'run', always: s > 0",
    ),
]  # fmt: skip
"""Statements, and what is printed of them."""


@pytest.mark.parametrize(("statement", "text"), SAID)
def test_a_statement_in_words(statement: dict[str, Any], text: str) -> None:
    """One readable line, in which every sequence goes by its definition."""
    assert fact_text(statement, NAMES) == text


def test_what_a_run_is() -> None:
    """What is assumed of states, steps and the start; a system that has no name is said in full."""
    said = system(always=[["h", ">"]], step=[["-h + s_next - s", "="]], start=[["s", ">="]])
    text = "state s; parameters h; at every state h > 0; from a state to the next s_next = h + s; " \
        "at time 0 s >= 0"
    assert system_text(said) == text
    assert fact_text({"ends": said}, NAMES) == f"there is no infinite run of ({text})"
    assert system_text(said | {"state": {"s": "u"}}).startswith("state s, then u; ")


def test_the_start_of_another_quantity() -> None:
    """``s0`` is no name for the value at time 0 where something else is called so."""
    for start, text in (([], "(s**2 at time 0)"), ([["s - s0", "="]], "(s0**2)")):
        run = system(parameters=["h", "s0"], start=start)
        assert fact_text(along(["-K + s", ">"]) | {"along": run}, {"run": run}).endswith(f"s > {text}")


def test_how_formulas_look_is_for_others_to_say() -> None:
    """The words stay when symbols look otherwise."""

    class Loud(Formulas):
        def symbol(self, name: str) -> str:
            return name.upper()

    said = along(["-E + s", ">"])
    assert Words(NAMES, Loud()).fact(said) == "along 'run', at every time t: S > (1 - H)**t"
