"""From who signed in to what they see: asked anew on every run, so a change acts on the next one.

Streamlit checks neither the age of a sign-in nor the expiry of its token, and its cookie lasts 30
days. Both are checked here.
"""

import hmac
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dashboard.access import EVERYTHING, Role, Scope, scope_of
from etl.access.grants import Grant, read_grants
from etl.access.sign_out import signed_out_at
from etl.audit import Action, AuditLog, Entry
from etl.editions.shelf import Shelf
from etl.settings import Settings, SignIn

PROXY_SECRET = "x-uptake-proxy-secret"
PROXY_ISSUER = "proxy"
CLOCKS_APART = timedelta(minutes=2)
FILES_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a provider says somebody is. ``expires_at``: of the token; None where a proxy vouches."""

    issuer: str
    subject: str
    signed_in_at: datetime
    expires_at: datetime | None
    claims: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who may see something. ``who``: as the log has them; empty for a local viewer."""

    scope: Scope
    who: str = ""
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody sees nothing. ``identity`` None: they have not signed in."""

    title: str
    sentence: str
    identity: Identity | None = None


STRANGER = Refusal("Sign in to see the figures", "Whose role allows it sees them.")
LOCAL = Viewer(EVERYTHING)


class Door:
    """Lets visitors of one installation in, and remembers for whom each file was made."""

    def __init__(self, settings: Settings, shelf: Shelf, sign_in: SignIn | None) -> None:
        self.settings = settings
        self.sign_in = sign_in
        self.log = AuditLog(settings.audit)
        self._shelf = shelf
        self._files: OrderedDict[str, frozenset[str]] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, identity: Identity | None, now: datetime) -> Viewer | Refusal:
        """What somebody sees now. Raises SettingsError where access.toml cannot be read."""
        if self.sign_in is None:
            return LOCAL
        if identity is None:
            return STRANGER
        if stale := self._stale(identity, now):
            return Refusal(stale, "Sign in again to go on.", identity)
        grants = read_grants(self.settings.home)
        grant = grants.find(identity.issuer, identity.subject, identity.claims)
        if grant is None:
            sentence = "You have signed in, and no role was given to you here."
            return Refusal("This is not yours to see", sentence, identity)
        who = self.log.who(identity.issuer, identity.subject)
        return Viewer(scope_of(Role(grant.role), self._headed(grant)), who, identity)

    def _stale(self, identity: Identity, now: datetime) -> str:
        hours = timedelta(hours=self.settings.access.sign_in_hours)
        left = signed_out_at(self.settings.home)
        if identity.signed_in_at > now + CLOCKS_APART:
            return "Your sign-in is from the future"
        if left is not None and identity.signed_in_at < left:
            return "Everybody was signed out"
        if now >= identity.signed_in_at + hours:
            return "Your sign-in is too old"
        if identity.expires_at is not None and now >= identity.expires_at:
            return "Your sign-in has expired"
        return ""

    def _headed(self, grant: Grant) -> frozenset[str]:
        if grant.person is None:
            return grant.departments
        return grant.departments | self._shelf.reach().get(grant.person, frozenset())

    def note(
        self,
        viewer: Viewer | Refusal,
        action: Action,
        what: str,
        about: str = "",
        edition: str = "",
        digest: str = "",
    ) -> None:
        """Log what somebody sees, takes or is refused; a local viewer and a stranger are nobody."""
        if viewer.identity is None:
            return
        scope = viewer.scope if isinstance(viewer, Viewer) else None
        self.log.write(
            Entry(
                who=self.log.who(viewer.identity.issuer, viewer.identity.subject),
                role=scope.role.value if scope else "none",
                scope=scope.text() if scope else "",
                action=action,
                what=what,
                about=about,
                edition=edition,
                digest=digest,
            )
        )

    def remember_file(self, digest: str, who: str) -> None:
        """A file of that SHA-256 was made for ``who``."""
        with self._lock:
            self._files[digest] = self._files.pop(digest, frozenset()) | {who}
            while len(self._files) > FILES_REMEMBERED:
                self._files.popitem(last=False)

    def may_fetch(self, digest: str, identity: Identity | None, now: datetime) -> bool:
        """Whether a file was made for somebody who may still see something."""
        viewer = self.admit(identity, now)
        if isinstance(viewer, Refusal):
            return False
        return self.sign_in is None or viewer.who in self._files.get(digest, ())

    def proxied(self, headers: Mapping[str, str], since: datetime) -> Identity | None:
        """Whom a proxy that proves itself names. ``headers``: by lower-case name."""
        if self.sign_in is None or not self.sign_in.proxy_header:
            return None
        shown = headers.get(PROXY_SECRET, "").encode()
        subject = headers.get(self.sign_in.proxy_header.lower(), "").strip()
        if not subject or not hmac.compare_digest(shown, self.sign_in.proxy_secret.encode()):
            return None
        return Identity(PROXY_ISSUER, subject, since, None)


def identity_of(claims: Mapping[str, object]) -> Identity | None:
    """Who the claims of a checked token name; None where they do not name somebody whole."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    signed_in_at, expires_at = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if claims.get("is_logged_in") is not True or signed_in_at is None or expires_at is None:
        return None
    if not isinstance(issuer, str) or not isinstance(subject, str) or not issuer or not subject:
        return None
    return Identity(issuer, subject, signed_in_at, expires_at, dict(claims))


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
