"""What the machine knows of a loss and of its runs; ``verifier.studies.losses`` has the two there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any, ClassVar, Self

from verifier.parameters import Parameter


@dataclass(frozen=True)
class Bounds:
    """The claims about one loss that bound a time, by what they bound.

    ``window`` bounds the onset from both sides, from any state of a run, if some claim does.
    ``edge_length`` are bounds of the number of steps of a rising edge; ``norm_bound`` is the one that rests
    on the norm alone.  ``leap`` brackets the onset from a state of tiny angle, however far it is away.
    ``loss_rises`` says that the loss rises within edges alone, if some claim does.
    """

    onset_from_below: tuple[str, ...] = ()
    onset_from_above: tuple[str, ...] = ()
    window: str | None = None
    edge_length: tuple[str, ...] = ()
    norm_bound: str | None = None
    leap: str | None = None
    loss_rises: str | None = None


@dataclass(frozen=True)
class Loss:
    """One loss.

    ``parameters`` are what a run is given by: its scale learning rate, then what it starts from, in the
    order of the ``START_PARAMETERS`` of ``formulas``, the module that holds its map.  The onset is bounded
    anew from some of the first ``restarts`` states; a listed run is still after ``memories`` times 1/h, the
    memory of its scale.  ``sampler`` and ``spread`` are what checks are tried on, each
    ``module:name``: imported when it is first asked for, like ``formulas``.  ``axes`` span a diagram that
    names no other: option, lower and upper end.  ``cells`` is the module that classifies the cells of one,
    and ``regions`` the one that has the theorem's own conditions.  ``blur`` is how many bits a step may
    cost where coordinates turn into one another, so that balls of both grow.  ``physical`` are what a run
    is given by in its own units instead, and ``units`` has the formulas of what it keeps, in these.
    """

    name: str
    parameters: tuple[Parameter, ...]
    formulas: str
    restarts: int
    memories: int
    sampler: str
    spread: str
    axes: tuple[str, str]
    cells: str
    regions: str
    physical: tuple[Parameter, ...]
    units: str
    blur: int = 0

    @property
    def sample(self) -> Callable[..., Any]:
        """(random, standing hypotheses to drop) ↦ a random instance."""
        drawn: Callable[..., Any] = _loaded(self.sampler)
        return drawn

    @property
    def listed(self) -> Sequence[Any]:
        """The spread of instances that every check is tried on."""
        instances: Sequence[Any] = _loaded(self.spread)
        return instances

    @property
    def without_units(self) -> Mapping[str, Any]:
        """By field of an instance its formula in the fields of ``physical``; any other is one of these."""
        formulas: Mapping[str, Any] = _loaded(self.units)
        return formulas

    def swapped(self, *numbers: Any) -> tuple[Any, ...]:
        """What a run keeps of the values of its parameters, exact ones or balls; or the values again."""
        pairs = zip(self.parameters, numbers, strict=True)
        return tuple(parameter.swapped(number) for parameter, number in pairs)


def _loaded(source: str) -> Any:
    module, _, name = source.partition(":")
    return getattr(import_module(module), name)


class Start:
    """A run of some loss: its scale learning rate h, and where it starts.

    One class for each loss, with the fields of its ``parameters`` in that order, all without units.
    """

    loss: ClassVar[Loss]
    h: Fraction

    @classmethod
    def given(cls, *values: Fraction) -> Self:
        """The instance of which the parameters have these values."""
        return cls(*cls.loss.swapped(*values))

    @classmethod
    def of(cls, *texts: str) -> Self:
        """The same from decimal or p/q text."""
        return cls.given(*map(Fraction, texts))

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The values of its parameters."""
        return self.loss.swapped(self.h, *self.start)

    @property
    def start(self) -> tuple[Fraction, ...]:
        """All that it keeps but h: scale, squared norm N_0, angle θ_0 in radians."""
        return tuple(getattr(self, parameter.field) for parameter in self.loss.parameters[1:])

    def texts(self) -> dict[str, str]:
        """The values of its parameters as exact text, by the keys of a table."""
        pairs = zip(self.loss.parameters, self.values, strict=True)
        return {parameter.key: str(value) for parameter, value in pairs}

    def __str__(self) -> str:
        pairs = zip(self.loss.parameters, self.values, strict=True)
        return ", ".join(f"{parameter.symbol.replace('_', '')}={value}" for parameter, value in pairs)
