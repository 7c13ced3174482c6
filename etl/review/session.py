"""The review at the terminal: one account after another, its evidence, and a question."""

from collections.abc import Callable, Iterator, Sequence

from etl.identity.decisions import ACCEPT, CLASSES, REJECT
from etl.review.decisions import SHORT, Decision
from etl.review.proposals import Candidate, Proposal

QUESTION = "accept (number), r reject them all, g guest, s service, l left, Enter skip, q stop: "
_CLASSES = {word[0]: word for word in CLASSES}
_STOP = "q"


def told(proposal: Proposal) -> Iterator[str]:
    """The lines on one account and the colleagues who may be meant."""
    account = proposal.account
    who = _who(account.named.name, account.named.address, account.department)
    yield f"{account.account_key[:SHORT]}  {who}  ({account.reason.replace('_', ' ')})"
    for number, candidate in enumerate(proposal.candidates, 1):
        yield f"    {number}  {_colleague(candidate)}"
    if not proposal.candidates:
        yield "    nobody on the staff list is like it"


def _colleague(candidate: Candidate) -> str:
    colleague = candidate.colleague
    who = _who(colleague.named.name, colleague.named.address, colleague.department)
    return f"{who}  {candidate.score:.0f}: {', '.join(candidate.evidence)}"


def _who(name: str, address: str, department: str) -> str:
    parts = (name, f"<{address}>" if address else "", f"[{department}]" if department else "")
    shown = " ".join(part for part in parts if part) or "no name"
    return "".join(letter if letter.isprintable() else "_" for letter in shown)


def ask_all(
    proposals: Sequence[Proposal], ask: Callable[[str], str], say: Callable[[str], None]
) -> list[Decision]:
    """Ask about each account until all are asked, or the answer is to stop."""
    found: list[Decision] = []
    for proposal in proposals:
        for line in told(proposal):
            say(line)
        decided = _ask_one(proposal, ask, say)
        if decided is None:
            break
        found += decided
    return found


def _ask_one(
    proposal: Proposal, ask: Callable[[str], str], say: Callable[[str], None]
) -> list[Decision] | None:
    """The decisions of one answer; None to stop."""
    while True:
        try:
            answer = ask(QUESTION).strip().casefold()
        except EOFError:
            return None
        if answer == _STOP:
            return None
        decided = _decided(proposal, answer)
        if decided is not None:
            return decided
        say(f"  {answer or 'That'} is no answer here.")


def _decided(proposal: Proposal, answer: str) -> list[Decision] | None:
    account = proposal.account.account_key
    people = [each.colleague.person_id_key for each in proposal.candidates]
    if not answer:
        return []
    if answer in _CLASSES:
        return [Decision(account, "", _CLASSES[answer])]
    if answer == "r" and people:
        return [Decision(account, person, REJECT) for person in people]
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(people):
        return [Decision(account, people[int(answer) - 1], ACCEPT)]
    return None
