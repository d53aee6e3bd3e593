"""Which claims a certificate rests on: it cites something that they conclude, itself or through lemmas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


def below(roots: Iterable[str], cites: Mapping[str, Iterable[str]]) -> set[str]:
    """The hashes that are cited by ``roots``, and these, directly or not; ``cites`` are those of each."""
    found: set[str] = set()
    ahead = [*roots]
    while ahead:
        sha256 = ahead.pop()
        if sha256 not in found:
            found.add(sha256)
            ahead += cites.get(sha256, ())
    return found


def rested_on(
    cited: Mapping[str, Collection[str]], concluded: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, ...]]:
    """By claim, the claims before it that it rests on, in their order, which is that of the paper.

    ``cited`` are the hashes of all that a claim's certificate cites, directly or not, ``concluded`` those
    of what it concludes.  A statement that several conclude is that of the first: so there is no circle.
    ``concluded`` has claims whose certificates conclude all that they say: one that is not to be PROVED
    says more, and to cite what its certificate shows is not to rest on that.
    """
    owner: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for claim, hashes in cited.items():
        owners = {owner[sha256] for sha256 in hashes if sha256 in owner}
        found[claim] = tuple(other for other in found if other in owners)
        for sha256 in concluded.get(claim, ()):
            owner.setdefault(sha256, claim)
    return found
