"""What a check can be tried on: for each domain its samples, and what ``holds`` is given of them.

Everything is named by module and loaded when it is first asked for, so that a table that only counts
samples loads none of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from verifier.sections import load


@dataclass(frozen=True)
class Domain:
    """One kind of sample; the sources are ``module:name``.

    ``sampler`` draws a random one: (random, hypotheses to drop) -> subject.  ``listed`` is the fixed
    spread of subjects, for a domain that has one.  ``run`` turns a subject into what ``holds`` is given,
    at a precision in bits; without it the subject itself is given.  ``hypotheses`` are those
    that a sample may be drawn without.  ``noun`` is what a reader calls it.
    """

    noun: str
    sampler: str
    listed: str | None = None
    run: str | None = None
    hypotheses: str | None = None

    def sample(self, random: Random, drop: frozenset[str] = frozenset()) -> Any:
        """A random subject that obeys the standing hypotheses except those in ``drop``."""
        return load(self.sampler)(random, drop)

    @property
    def standing(self) -> Mapping[str, str]:
        """The standing hypotheses that a sample may disobey, by what names them."""
        hypotheses: Any = load(self.hypotheses) if self.hypotheses else {}
        return dict(hypotheses)

    def spread(self) -> Sequence[Any] | None:
        """The subjects that every check is tried on; None where they are drawn anew."""
        if self.listed is None:
            return None
        subjects: Any = load(self.listed)
        return tuple(subjects)

    def concrete(self, subject: Any, bits: int) -> Any:
        """What ``holds`` gets of a subject; a run remembers its states, and checks share it.

        Those of the listed subjects are kept for all checks of this process, and the last of another one,
        so that what was followed to see whether its premises are likely is not followed again.
        """
        if self.run is None:
            return subject
        known = self.listed is not None and subject in _listed(self.listed)
        return (_kept if known else _last)(self.run, subject, bits)


@lru_cache
def _listed(source: str) -> frozenset[Any]:
    subjects: Any = load(source)
    return frozenset(subjects)


def _run(source: str, subject: Any, bits: int) -> Any:
    return load(source)(subject, bits)


_kept, _last = lru_cache(maxsize=128)(_run), lru_cache(maxsize=1)(_run)


DOMAINS: dict[str, Domain] = {
    "run": Domain(
        "run",
        "verifier.studies.losses:SQUARE.sample",
        "verifier.studies.losses:SQUARE.listed",
        "verifier.dynamics.run:Run",
        "verifier.studies.instances:STANDING",
    ),
    "data": Domain("data set", "verifier.studies.data:sample_data"),
    "whitened": Domain("whitened data set", "verifier.studies.data:sample_whitened"),
    "logistic": Domain(
        "planar run",
        "verifier.studies.losses:LOGISTIC.sample",
        "verifier.studies.losses:LOGISTIC.listed",
        "verifier.dynamics.run:Run",
        "verifier.studies.logistic_instances:STANDING",
    ),
    "margins": Domain(
        "margin-space run",
        "verifier.studies.margins:sample",
        "verifier.studies.margins:SPREAD",
        "verifier.studies.margins:MarginRun",
    ),
    "covariance": Domain(
        "covariance run",
        "verifier.studies.covariance:sample",
        run="verifier.studies.covariance:CovarianceRun",
        hypotheses="verifier.studies.covariance:STANDING",
    ),
    "normalized": Domain(
        "normalized run",
        "verifier.studies.normalized:sample",
        "verifier.studies.normalized:SPREAD",
        run="verifier.studies.normalized:NormalizedRun",
    ),
    "momentum": Domain(
        "momentum run",
        "verifier.studies.momentum:sample",
        run="verifier.studies.momentum:MomentumRun",
    ),
    "labelled": Domain("labelled data set", "verifier.studies.data.labelled:sample_labelled"),
}
"""By the ``domain`` of a check."""
