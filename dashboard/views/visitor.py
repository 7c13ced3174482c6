"""Who is looking: let in or not, on every run, and noted before anything is drawn."""

from datetime import UTC, datetime

import streamlit as st

from dashboard.access import Role
from dashboard.installation import Installation, installation
from dashboard.views.layout import empty, head
from dashboard.views.ticket import Ticket, issue
from dashboard.visitors import Identity, Refusal, Viewer, identity_of
from dashboard.words import access as words
from dashboard.words.empty import Empty
from dashboard.words.figure import Finding

_SINCE = "uptake proxied since"


def visitor() -> Viewer | Refusal:
    """Who is looking now."""
    place = installation()
    return place.door.admit(_identity(place), datetime.now(UTC))


def _identity(place: Installation) -> Identity | None:
    sign_in = place.door.sign_in
    if sign_in is None:
        return None
    if not sign_in.proxy_header:
        return identity_of(st.user.to_dict())
    # A header is sent once, when the page is opened: its age counts from then.
    since = st.session_state.setdefault(_SINCE, datetime.now(UTC))
    headers = {name.lower(): value for name, value in st.context.headers.to_dict().items()}
    return place.door.proxied(headers, since)


def note_view(viewer: Viewer, page: str, about: str, edition_id: str) -> None:
    """Log the page before it is drawn; files of the page are made for this viewer."""
    place = installation()
    place.door.note(viewer, "view", page, about, edition_id)
    issue(Ticket(place, viewer, about, edition_id))


def refuse(viewer: Viewer | Refusal, page: str, about: str = "") -> None:
    """Say that this is not theirs to see, and log that they asked."""
    installation().door.note(viewer, "denied", page, about)
    head("Uptake", Finding(words.NOT_YOURS))
    role = viewer.scope.role if isinstance(viewer, Viewer) else None
    empty(Empty("", words.not_yours(role.value if role else "")))


def turn_away(refusal: Refusal) -> None:
    """What a visitor sees who is not let in: why, how to sign in, and what to tell the operator."""
    installation().door.note(refusal, "denied", "sign-in")
    head("Uptake", Finding(refusal.title, refusal.sentence))
    sign_in = installation().door.sign_in
    if sign_in is None or sign_in.proxy_header:
        return
    if refusal.identity is not None:
        empty(Empty("", words.ask_for_role(refusal.identity.issuer, refusal.identity.subject)))
    for provider in sign_in.providers:
        st.button(
            words.sign_in_with(provider),
            key=f"sign_in_{provider}",
            on_click=st.login,
            args=(provider,) if provider else (),
        )


def sign_out_line(viewer: Viewer) -> None:
    """Below every page: as what one is here, and the way out."""
    sign_in = installation().door.sign_in
    if sign_in is None or viewer.scope.role is Role.LOCAL:
        return
    with st.container(key="foot_visitor", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="up-note">{words.signed_in_as(viewer.scope.role.value)}</p>')
        if not sign_in.proxy_header:
            st.button("Sign out", key="sign_out", type="tertiary", on_click=st.logout)
