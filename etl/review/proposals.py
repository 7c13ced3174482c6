"""Puts likely colleagues beside an account that no rule could place. It only ever proposes.

A name is compared without case, marks and order of words, by Indel similarity from 0 to 100
(rapidfuzz ``fuzz.ratio``). Where an export has no name, the words of the address stand for it.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from etl.review.names import Named
from etl.review.questions import Colleague, OpenAccount, Questions

MOST = 3
"""Colleagues proposed for one account."""
LEAST_SCORE = 85.0
"""Names less alike than this are not proposed."""
SAME = 100.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who may be meant, how alike the names are (0 to 100), and what speaks for it."""

    colleague: Colleague
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open account, and the colleagues who may be meant: the likeliest first, or none."""

    account: OpenAccount
    candidates: tuple[Candidate, ...]


def compared_name(named: Named) -> str:
    """The words of a name as they are compared.

    >>> compared_name(Named("Müller-Smith, ANNA", ""))
    'anna muller smith'
    >>> compared_name(Named("", "jo.o'brien@council.example"))
    'brien jo o'
    """
    local = named.address.partition("@")[0].partition("+")[0]
    plain = unicodedata.normalize("NFKD", named.name or local).casefold()
    words = re.findall(r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    is_told = named.name or all(len(word) > 1 for word in words[:1])
    return " ".join(sorted(words)) if len(words) > 1 and is_told else ""


def propose(questions: Questions) -> list[Proposal]:
    """A proposal for each open account; those with a likely colleague first."""
    crowd = _Crowd.of(questions)
    found = [Proposal(account, crowd.candidates(account)) for account in questions.accounts]
    return sorted(found, key=lambda each: (-_best(each), each.account.account_key))


def _best(proposal: Proposal) -> float:
    return max((each.score for each in proposal.candidates), default=0.0)


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Staff by the ways in which they can be found."""

    by_key: Mapping[str, Colleague]
    names: Mapping[str, str]
    free: Mapping[str, str]
    bearers: Counter[str]
    askers: Counter[str]
    by_local: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, questions: Questions) -> "_Crowd":
        by_key = {each.person_key: each for each in questions.colleagues}
        names = {key: compared_name(each.named) for key, each in by_key.items()}
        by_local: defaultdict[str, list[str]] = defaultdict(list)
        for key, each in by_key.items():
            if not each.has_joined and (local := _local(each.named)):
                by_local[local].append(key)
        return cls(
            by_key,
            names,
            {key: name for key, name in names.items() if name and not by_key[key].has_joined},
            Counter(names.values()),
            Counter(compared_name(each.named) for each in questions.accounts),
            by_local,
        )

    def candidates(self, account: OpenAccount) -> tuple[Candidate, ...]:
        """The likeliest colleagues, who were not rejected."""
        name = compared_name(account.named)
        keys = {*account.pointed, *self.by_local.get(_local(account.named), ())}
        if name:
            alike = process.extract(
                name, self.free, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, limit=4 * MOST
            )
            keys |= {key for _, _, key in alike}
        found = [
            self._candidate(account, name, key)
            for key in sorted(keys - account.rejected)
            if key in self.by_key
        ]
        return tuple(sorted(found, key=_order)[:MOST])

    def _candidate(self, account: OpenAccount, name: str, key: str) -> Candidate:
        colleague = self.by_key[key]
        score = round(fuzz.ratio(name, self.names[key]), 1) if name and self.names[key] else 0.0
        return Candidate(colleague, score, tuple(self._evidence(account, name, colleague, score)))

    def _evidence(
        self, account: OpenAccount, name: str, colleague: Colleague, score: float
    ) -> Iterator[str]:
        if colleague.person_key in account.pointed:
            yield "an identifier of both points here"
        if score == SAME:
            is_alone = self.bearers[name] == 1 and self.askers[name] == 1
            yield "same name, borne by nobody else" if is_alone else "same name, as others have"
        elif score >= LEAST_SCORE:
            yield "name alike"
        if _local(account.named) and _local(account.named) == _local(colleague.named):
            yield "same name before the @"
        if account.department_id:
            is_same = account.department_id == colleague.department_id
            yield "same department" if is_same else "another department"
        if colleague.has_joined:
            yield "has another account"


def _local(named: Named) -> str:
    return named.address.partition("@")[0].casefold()


def _order(candidate: Candidate) -> tuple[bool, bool, float, str]:
    told = candidate.evidence
    return (
        "an identifier of both points here" not in told,
        "same department" not in told,
        -candidate.score,
        candidate.colleague.person_key,
    )
