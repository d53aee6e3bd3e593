"""Each loss is said once, and what says it fits its map."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest

from derivations.contents import CLAIMS
from verifier.loss import Loss, Start
from verifier.parameters import LAMBDA, OF_LOGISTIC, OF_SQUARE, named
from verifier.studies.bounds import bounds_of
from verifier.studies.losses import LOGISTIC, LOSSES, SQUARE, Instance, LogisticInstance


def misfits(kind: type[Start], loss: Loss) -> list[str]:
    """Where the parameters are not the fields of an instance, or not what the map starts from."""
    formulas = import_module(loss.formulas)
    kept = [parameter.field for parameter in loss.parameters]
    wrong = [] if kept == [field.name for field in fields(kind)] else ["fields"]  # type: ignore[arg-type]
    starts = [formulas.SCALE_LR.name, *(symbol.name for symbol in formulas.START_PARAMETERS)]
    return wrong if kept == starts else [*wrong, "start"]


@pytest.mark.parametrize("kind", LOSSES.values())
def test_parameters_fit_the_map(kind: type[Start]) -> None:
    """In order: the fields of an instance, and the symbols that the derived map starts from."""
    assert misfits(kind, kind.loss) == []
    turned = replace(kind.loss, parameters=kind.loss.parameters[::-1])
    assert misfits(kind, turned) == ["fields", "start"]
    swapped = {SQUARE: LOGISTIC, LOGISTIC: SQUARE}[kind.loss]
    assert misfits(kind, replace(kind.loss, formulas=swapped.formulas)) == ["start"]


@pytest.mark.parametrize("loss", [SQUARE, LOGISTIC], ids=lambda loss: loss.name)
def test_bounds_are_claims_of_the_loss(loss: Loss) -> None:
    """Every claim that bounds a time is listed, and of this loss."""
    bounds: dict[str, Any] = vars(bounds_of(loss))
    listed = [value or () for value in bounds.values()]
    claims = [one for value in listed for one in ([value] if isinstance(value, str) else value)]

    assert claims and all(claim in CLAIMS and claim.startswith(f"{loss.name}.") for claim in claims)


@pytest.mark.parametrize("kind", LOSSES.values())
def test_the_norm_is_one_over_the_rate(kind: type[Start]) -> None:
    """Given by rates, kept by norms, and given back as it was; balls go the same way."""
    values = Fraction(1, 10), Fraction(2), Fraction(3), Fraction(1, 5)
    instance = kind.given(*values)

    assert instance.start == (2, Fraction(1, 3), Fraction(1, 5))
    assert instance.values == values
    assert list(instance.texts().values()) == ["1/10", "2", "3", "1/5"]


def test_a_run_in_words() -> None:
    """As its loss calls its parameters."""
    assert str(Instance.of("0.1", "2", "3", "0.2")) == "h=1/10, a0=2, Λ=3, θ0=1/5"
    assert str(LogisticInstance.of("0.1", "2", "3", "0.2")) == "h=1/10, α0=2, ν0=3, θ0=1/5"


def test_samples_and_spreads_are_its_own() -> None:
    """What a check is tried on are runs of that loss."""
    for kind in LOSSES.values():
        assert {type(instance) for instance in kind.loss.listed} == {kind}


def test_parameters_are_found_by_their_names() -> None:
    """The names of four parameters tell the loss; any other set belongs to none."""
    for parameters in (OF_SQUARE, OF_LOGISTIC):
        assert tuple(named(parameter.name for parameter in parameters).values()) == parameters
    with pytest.raises(ValueError, match="given by angle0, saturated_lr"):
        named([LAMBDA.name, "angle0"])
