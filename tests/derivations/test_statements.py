"""What a claim says, as an object, against what its certificate concludes.

Correctness criterion: the comparison accepts each statement as it is, and refuses every variant of it that
is generated: each hypothesis dropped or weakened, each constant and each relation sign changed.  What is
printed follows from the object; where nothing is compared, the claim is on the list below.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sympy import Eq, Gt, Le, Max, log, sqrt

from derivations.contents import CLAIMS, conclusions, statements
from derivations.direction.data import risk
from derivations.logistic.lemmas.regression import FLAT
from derivations.logistic.lemmas.samples import loss_c
from derivations.notation import N, a, abar, alpha, at_next, at_start, c, h, k, lam, s, t
from derivations.proof import Proof, System, draft
from derivations.proof.canonical import Budget, count, said
from derivations.proof.conclusions import stated_by
from derivations.proof.statement import Statement, always, equivalent, for_all, in_all
from tests.derivations.compared import UNSAID, claim_of, facts_of, first_of
from tests.derivations.derived import certificate_of
from verifier.claim import Status
from verifier.derived import altered_statement, derive
from verifier.kernel import CertificateError, replay
from verifier.results.evidence import Refused
from verifier.statement.compared import objections
from verifier.statement.facts import Facts

TYPED = {
    "square.visible-spike",
    "square.entry-exit-law",
    "square.noise-floor",
    "logistic.knife-edge",
    "logistic.sharp-edge",
    "logistic.window-law",
    "logistic.visible-rise",
    "general.spike-period",
}
"""Claims whose formula is only typed; what their certificates conclude, if there are any, is stated too."""
STATED = [*statements()]
COMPARED = [claim for claim in STATED if claim in conclusions()]


def test_what_is_only_typed_is_listed() -> None:
    """No claim loses its statement unseen, and none stays on the list that has one.

    What a certificate of a typed one concludes is stated; beside a statement stands nothing.
    """
    assert {claim for claim in CLAIMS if isinstance(claim_of(claim).statement, str)} == TYPED
    certified = {claim for claim in CLAIMS if claim_of(claim).certified is not None}
    assert certified == TYPED & {*conclusions()}
    assert {*STATED} == {*CLAIMS} - TYPED | certified
    assert all(claim_of(claim).wanted is not Status.PROVED for claim in TYPED)


@pytest.mark.parametrize("claim_id", STATED)
def test_each_statement_is_kept_by_its_hash(claim_id: str) -> None:
    """``check`` knows it from statements.json, without SymPy."""
    assert stated_by(claim_id) == statements()[claim_id]


@pytest.mark.parametrize("claim_id", COMPARED)
def test_the_certificate_concludes_the_statement(claim_id: str) -> None:
    """As it is, each part is concluded, and nothing in it is idle."""
    assert [*objections(claim_of(claim_id).canonical or {}, facts_of(claim_id))] == []


@pytest.mark.parametrize("claim_id", COMPARED)
def test_each_altered_statement_is_refused(claim_id: str) -> None:
    """All generated variants of it, with the true one accepted by the same comparison."""
    claim, facts = claim_of(claim_id), facts_of(claim_id)
    assert claim.compared is not None
    number, kept = claim.compared.refused(claim, facts)

    assert next(objections(claim.canonical or {}, facts), None) is None
    assert kept == [] and number >= 5


@pytest.mark.parametrize("claim_id", COMPARED)
def test_nothing_is_concluded_beyond_the_statement(claim_id: str) -> None:
    """A certificate that also concludes its lemmas is refused for these, and only for them.

    One or two may say the same as a part: those are no more than the statement.
    """
    certificate = json.loads(json.dumps(certificate_of(claim_id)))
    names = [step["name"] for step in certificate["steps"]]
    certificate["concludes"] += (lemmas := [name for name in names if name not in certificate["concludes"]])
    facts = Facts(replay(certificate))
    (*found,) = objections(claim_of(claim_id).canonical or {}, facts)
    assert all(one.endswith(UNSAID) for one in found)
    unsaid = {name for name in lemmas if any(f"concludes {name!r}," in one for one in found)}
    assert len(unsaid) == len(found) >= len(lemmas) - 2


RISING = "square.rising-criterion"
EDGE = "square.self-stabilization"
LATE = "square.waiting-time-lower"
REGIME = "square.no-rising-edge"


def told(claim_id: str, *items: Any, hypotheses: Any = None) -> str:
    """What the comparison first says of other parts, with the certificate of that claim."""
    claim = replace(claim_of(claim_id), statement=Statement(*items))
    if hypotheses is not None:
        claim = replace(claim, hypotheses=hypotheses)
    return first_of(claim, facts_of(claim_id))


MARGIN = lam * (c**2 - s**2) - 2 * c
RISES = at_next(s) ** 2 > s**2
LEFT, RIGHT = 1 - at_start(a), 1 - 2 * at_start(N)
CAP = Eq(abar, Max(1, at_start(a)))


@pytest.mark.parametrize(
    ("claim_id", "items", "refusal"),
    [
        (RISING, [for_all(RISES, given=[Gt(MARGIN, 0)])], ""),
        (RISING, [], "it has no part"),
        (RISING, [for_all()], "it concludes nothing"),
        (RISING, [for_all(RISES)], "is concluded only under"),
        (RISING, [for_all(RISES, given=[Gt(MARGIN, 0), c > 0])], "c > 0 is not what the certificate needs"),
        (RISING, [for_all(RISES, given=[Gt(MARGIN - c, 0)])], "is concluded only under"),
        (RISING, [for_all(RISES, throughout=[Gt(MARGIN, 0)])], ""),
        (RISING, [always(RISES, given=[Gt(MARGIN, 0)])], ""),
        (REGIME, [for_all(Le(MARGIN, 0), given=[abar <= 2 * at_start(N)], where=[CAP])], "is not what"),
        (REGIME, [always(Le(MARGIN, 0), given=[abar <= 2 * at_start(N)], where=[CAP])], ""),
        (REGIME, [always(Le(MARGIN, 0), given=[abar <= 2 * N], where=[CAP])], "is concluded only under"),
        (REGIME, [always(Le(MARGIN, 0), given=[abar <= 2 * at_start(N)])], "is concluded only under"),
        (LATE, [always(Gt(t, log(LEFT / RIGHT) / -log(1 - h)), given=[Gt(MARGIN, 0)])], ""),
        (LATE, [always(Gt(t, log(RIGHT / LEFT) / -log(1 - h)), given=[Gt(MARGIN, 0)])], "bound of"),
        (LATE, [always(Gt(count - 1, log(RIGHT / LEFT) / log(1 - h)))], "of the count"),
        (LATE, [in_all(Budget(N, 1 + lam**2, abar))], "a budget is not"),
    ],
)  # fmt: skip
def test_what_is_compared(claim_id: str, items: list[Any], refusal: str) -> None:
    """Each kind of part is accepted where it is concluded, and only there and so."""
    first = told(claim_id, *items)
    idle = first.startswith("the hypothesis")  # of a part alone; the other parts would need it
    assert (refusal in first) if refusal else (first == "" or idle), first


def test_what_is_supposed_of_a_state_is_not_supposed_of_all() -> None:
    """A guard of the run, given at one time alone, is not what the certificate concludes from."""
    cap = [CAP]
    bound = count - 1 < log(abar / (2 * at_start(N))) / log(1 + 4 * at_start(s) ** 2)
    assert "throughout" in told(EDGE, always(bound, given=[Gt(MARGIN, 0)], where=cap))
    assert told(EDGE, always(bound, throughout=[Gt(MARGIN, 0)], where=cap)) == ""


def test_a_hypothesis_that_is_dropped_is_missed() -> None:
    """Each condition of a hypothesis, for the statement of the claim as it is."""
    claim = claim_of(LATE)
    for place, hypothesis in enumerate(claim.hypotheses):
        if hypothesis.conditions:
            left = (*claim.hypotheses[:place], *claim.hypotheses[place + 1 :])
            assert isinstance(claim.statement, Statement)
            assert "is concluded only under" in told(LATE, *claim.statement.items, hypotheses=left)


def test_a_false_statement_is_not_proved() -> None:
    """λ above 2 in place of the margin, with the certificate as it was: the run says which part."""
    claim = claim_of(RISING)
    false = replace(claim, statement=Statement(equivalent(RISES, lam > 100)))
    evidence = derive(false).evidence
    assert evidence is not None and evidence.status is Status.INCONCLUSIVE
    assert "part 1 of the statement: lam-100 > 0 is not what" in evidence.summary


def test_a_comparison_that_accepts_a_false_variant_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the variants accepted, the run would not pass."""
    claim = claim_of(RISING)
    accepted = derive(claim).accepted
    (found,) = altered_statement(claim, accepted)
    assert found.status is Status.CHECKED
    assert isinstance(found.data, Refused) and found.data.variants > 20
    monkeypatch.setattr("derivations.proof.altered._is_refused", lambda variant, facts: False)
    (found,) = altered_statement(claim, accepted)
    assert found.status is Status.INCONCLUSIVE
    assert found.summary.split(": ")[1] == "part 1" and found.summary.endswith((" dropped", " 0", " 1"))


def test_a_denominator_is_cleared_only_where_its_sign_is_known() -> None:
    """What has been read before under other premises does not count; without a denominator none matter."""
    positive = frozenset([said(lam > 0)])
    for _ in range(2):
        assert said(1 / lam > c, positive) == said(1 - c * lam > 0) == said(1 - c * lam > 0, positive)
        with pytest.raises(ValueError, match="nothing says that the denominator"):
            said(1 / lam > c)


def in_system(key: str, entry: Any) -> Callable[[Any], None]:
    def plant(certificate: Any) -> None:
        certificate["systems"][0][key] = [*certificate["systems"][0][key], entry]

    return plant


@pytest.mark.parametrize(
    "plant",
    [
        in_system("always", ["1/2 - h", ">="]),
        in_system("always", ["a - h", "="]),
        in_system("always", {"tie": "sigma", "of": ["c"], "value": "s"}),
        in_system("step", ["1/2 - c", ">="]),
        in_system("step", ["c_next - c", "="]),
        in_system("start", ["1/2 - a0", ">"]),
        in_system("start", ["a - N0", "="]),
    ],
)
def test_a_certificate_that_assumes_more_is_refused(plant: Callable[[Any], None]) -> None:
    """Wherever the further assumption stands, though the kernel accepts it."""
    certificate = json.loads(json.dumps(certificate_of(LATE)))
    plant(certificate)
    facts = Facts(replay(certificate))
    (*found,) = objections(claim_of(LATE).canonical or {}, facts)
    assert found and ("is concluded only under" in found[0] or "is concluded only with" in found[0])


def test_one_form() -> None:
    """Conditions are the same up to a positive factor, equations up to any; denominators have a sign."""
    assert said(Gt(lam / 2, c)) == said(2 * c < lam) != said(Gt(c, lam / 2))
    assert said(Eq(N, 2 * a)) == said(Eq(4 * a, 2 * N)) == said(N - 2 * a)
    with pytest.raises(ValueError, match="nothing says that the denominator N is positive"):
        said(Gt(a / N, 2))
    assert said(Gt(a / N, 2), frozenset([said(N > 0)])) == said(a > 2 * N)
    with pytest.raises(ValueError, match="is no polynomial"):
        said(Gt(sqrt(a), 2))
    with pytest.raises(ValueError, match="is no power of the form"):
        said(Gt(h ** (t**2), 2))


def test_relations_that_sympy_has_decided_are_refused() -> None:
    """What has become ``True`` says nothing."""
    with pytest.raises(ValueError, match="SymPy may have decided it"):
        for_all(k**2 >= k**2)


def test_printing_follows_from_the_relations() -> None:
    """In LaTeX and as text, an equivalence as one line."""
    statement = claim_of(RISING).statement
    assert isinstance(statement, Statement)
    assert statement.lines[0] == "s'² > s² ⟺ λ·(c² - s²) - 2·c > 0"
    assert statement.latex.startswith(r"\sin^{2} {\theta'} > \sin^{2} {\theta} \iff \lambda \cos {2\theta}")


BELOW = "logistic.loss-lower-bound"


def test_a_join_that_nothing_proves_is_refused() -> None:
    """½σ'_B becomes σ'_B in the last step, or in those it rests on too: no kernel accepts any of it."""
    certificate = certificate_of(BELOW)
    (last,) = (one for one in certificate["steps"] if one["name"] == "R from below")
    statement = claim_of(BELOW).statement
    assert isinstance(statement, Statement)
    lower, upper = statement.parts
    twice = replace(lower, then=(loss_c + FLAT * alpha**2 * s**2 <= risk,))

    assert "is not what the certificate concludes" in told(BELOW, twice, upper)
    for forged in ({"R from below"}, {"R from below", *last["lemmas"]}):
        steps = [
            json.loads(json.dumps(one).replace("1/2*alpha**2", "alpha**2"))
            if one["name"] in forged
            else one
            for one in certificate["steps"]
        ]
        assert steps != certificate["steps"]
        with pytest.raises(CertificateError, match=r"the sum of|is not given"):
            replay({**certificate, "steps": steps})


def test_what_moves_is_not_kept_the_same() -> None:
    """A system that keeps the angle fixed is of no run, whatever it concludes."""
    run = System("still", (a,), (h, N, lam), conditions=(N > 0,), instant=(lam * N - a,), tracked=(a,))
    proof = Proof("square.still")
    proof.system(run)
    step = proof.positive("a is λN", lam * N - a, relations=run.instant, terms=[], strict=False)
    proof.conclude(proof.rule("consequence", "always", run, sequents=[step]))
    certificate = proof.certificate()
    facts = Facts(replay(certificate))
    claim = replace(claim_of(LATE), hypotheses=(), statement=Statement(always(lam * N >= a)))

    (found,) = objections(claim.canonical or {}, facts)
    assert "N stays the same" in found


def test_a_draft_is_what_the_certificate_concludes(capsys: pytest.CaptureFixture[str]) -> None:
    """One part a fact, with what it supposes beyond the claim; an unknown claim is refused in one line."""
    assert draft.main([RISING]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"{RISING}\n") and printed.count("for_all(") == len(facts_of(RISING).found)
    assert "for_all(Gt(-s**2+at_next(s)**2, 0), given=[Gt(c**2*lam-lam*s**2-2*c, 0)])," in printed
    with pytest.raises(SystemExit) as ended:
        draft.main(["square.nothing"])
    assert ended.value.code == 2 and len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_no_definition_is_refused_among_definitions() -> None:
    """Where a symbol is said to stand for something, nothing else can be supposed of it unseen."""
    always(N >= at_start(N), where=(Eq(k**2, 1 + lam**2),))
    with pytest.raises(ValueError, match="is supposed, in `given`"):
        always(N >= at_start(N), where=(Gt(k, 0),))


def test_words_that_are_no_place_are_refused() -> None:
    """So that prose cannot say more than the certificate: "for any network" is nobody's word."""
    with pytest.raises(ValueError, match="'for any network' is not among the words for 'for all reals'"):
        for_all(s > 0, words="for any network")
    with pytest.raises(TypeError, match="words"):
        equivalent(s > 0, c > 0, words="for any network")


def test_a_definition_is_printed_for_the_parts_that_have_it() -> None:
    """Once for all of them, unless some other part speaks of its symbol without it: there it may be any."""
    first, second = (for_all(Gt(x + h, 0), where=[Eq(h, 1)]) for x in (N, a))
    other, free = for_all(Gt(N, a)), for_all(Gt(N * h, 0))

    assert Statement(first, second, other).lines[-1] == "where h = 1"
    apart = Statement(first, second, free).lines
    assert [line.endswith("where h = 1") for line in apart] == [True, True, False]
