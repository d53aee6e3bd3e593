"""Along edges in balls: the s̄, M, γ and P_A that bound an edge make Γ and V as the theorem asks for.

Correctness criterion: at each step of the edge, of its own state, every condition on Γ and V certainly
holds, and so does that on M where |sin θ| is below the s̄ in use; with a smaller V or a larger Γ, some fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sympy import Expr

from derivations.direction.rising_edge import Reading, extended, first_edge, reader
from derivations.square.lemmas.edge_envelope import Envelope
from derivations.square.lemmas.edge_gain import SPENT
from derivations.square.lemmas.edge_moving import ENOUGH, PAYS, ROOM_LEFT, TOP
from derivations.square.lemmas.edge_recursion import Gains, times
from verifier.arithmetic.balls import Ball, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.dynamics import Run
from verifier.studies.losses import Instance

EDGES = [
    ("0.005", "0.02", "3", "0.1"),
    ("0.05", "0.01", "10", "0.5"),
    ("0.02", "0.01", "2.1", "0.1"),
    ("0.05", "0.1", "3", "1e-6"),
]


def beside(row: tuple[str, ...]) -> tuple[Run, int, Envelope, list[Reading], list[Reading | None]]:
    """The first edge of a run: its start, all choices in the order of s̄, and the one used at each step."""
    run = Run(Instance.of(*row), 128)
    begin, length = first_edge(run) or (0, None)
    assert length is not None
    x = run.state(begin)
    envelope, start = Envelope(run.h, x), reader(run.h, x)
    gains, sine = Gains(envelope, start, times(envelope, start)[0]), start("s").lower()
    used: list[Reading | None] = []
    for t in range(length):
        sine = gains.next_sine(t, sine)
        used.append(gains._caps[gains._current] if gains._caps else None)
    return run, begin, envelope, [one for one in gains._caps if one is not None], used


def moving(
    sines: list[Ball], choices: list[Reading], envelope: Envelope, pays: int, share: int
) -> Iterator[tuple[Ball, Ball]]:
    """Γ and V at each state: of the first s̄ above sin θ; beyond all, V is P where that is larger."""
    gammas, cap = [pays * of("gamma") for of in choices], choices[0]("P")
    top = cap if share == 1 else cap / share
    place, beyond = 0, top
    for t, sine in enumerate(sines):
        while place < len(choices) and not sine < choices[place]("sbar"):
            place += 1
        if place < len(choices):
            yield gammas[place], top
        else:
            beyond = envelope.norm_cap(t) if beyond < envelope.norm_cap(t) else beyond
            yield gammas[-1], beyond


def at_most(low: Ball, high: Ball) -> bool:
    """Certainly, or one and the same number."""
    return low is high or bool(low <= high)


def failing(row: tuple[str, ...], pays: int = 1, share: int = 1) -> list[str]:
    """The conditions that do not certainly hold; in false variants with ``pays``·Γ and V/``share``."""
    with precision(128):
        run, begin, envelope, choices, used = beside(row)
        states: list[Any] = [run.state(begin + t) for t in range(len(used) + 1)]
        first = reader(run.h, states[0])
        names = {f"{name}0": first(name) for name in ("s", "a", "N")}
        along = [*moving([x.s for x in states], choices, envelope, pays, share)]
        wrong = [] if not along[0][1] < names["N0"] else ["V below N"]
        for t, (x, choice) in enumerate(zip(states, used, strict=False)):
            (gamma, top), (gamma_next, top_next) = along[t : t + 2]
            here = names | {"E": envelope.power(t), PAYS.name: gamma, TOP.name: top}
            read = extended(reader(run.h, x), here)

            def holds(what: str, one: Expr, read: Reading = read) -> list[str]:
                return [] if evaluate(one, read) > 0 else [what]

            wrong += [] if at_most(gamma_next, gamma) else ["Γ rises"]
            wrong += [] if at_most(top, top_next) else ["V falls"]
            if not at_most(envelope.norm_cap(t + 1), top_next):
                wrong += [*holds("not covered", ENOUGH), *holds("no room", ROOM_LEFT)]
            if choice is not None and not choice("sbar") <= x.s:
                spent = extended(read, {"sbar": choice("sbar"), "M": choice("M")})
                wrong += holds("M too small", SPENT, spent)
        return wrong


@pytest.mark.parametrize("row", EDGES, ids=str)
def test_the_choices_of_the_bound_make_what_is_asked(row: tuple[str, ...]) -> None:
    """Every condition of the theorem, at every step of the edge."""
    assert failing(row) == []


@pytest.mark.parametrize("row", EDGES[:1], ids=str)
@pytest.mark.parametrize("false", [{"pays": 2}, {"share": 2}], ids=str)
def test_other_numbers_are_noticed(row: tuple[str, ...], false: dict[str, int]) -> None:
    """With twice the Γ, or half the V, some condition fails."""
    assert failing(row, **false) != []
