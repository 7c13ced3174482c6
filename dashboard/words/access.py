"""What is said to somebody who may see something else, or nothing."""

NOT_YOURS = "This is not yours to see"

ROLES = {
    "local": "the one viewer of this machine",
    "comms_lead": "comms lead",
    "manager": "manager",
    "steward": "data steward",
    "operator": "operator",
    "auditor": "auditor",
}
"""A role as people call it."""


def not_yours(role: str) -> str:
    """Why somebody sees nothing here. ``role``: empty where they have none."""
    if not role:
        return "No role was given to you here. Ask whoever operates Uptake."
    return (
        f"You are here as {ROLES[role]}, and that role does not show this. What it shows is above."
    )


def signed_in_as(role: str) -> str:
    """ "Signed in as manager"."""
    return f"Signed in as {ROLES[role]}"


def sign_in_with(provider: str) -> str:
    """ "Sign in with Google"; "Sign in" where there is one provider without a name."""
    return f"Sign in with {provider.capitalize()}" if provider else "Sign in"


def ask_for_role(issuer: str, subject: str) -> str:
    """What somebody without a role tells the operator."""
    return (
        "Whoever operates Uptake can give you a role. They need these two: "
        f"issuer {issuer}, subject {subject}"
    )


def your_departments(number: int) -> str:
    """The heading over a manager's departments."""
    if number == 0:
        return "No department is yours yet"
    return "Your department" if number == 1 else f"Your {number} departments side by side"
