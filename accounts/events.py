"""What happens to firms and their people. Ids and codes only; names and addresses stay in their rows."""

from dataclasses import dataclass
from typing import ClassVar

from ledger.facts import Fact


@dataclass(frozen=True)
class FirmChanged(Fact):
    """The firm's name, time zone, language or colour."""

    kind: ClassVar[str] = "accounts.firm_changed"
    fields: list[str]


@dataclass(frozen=True)
class InvitationSent(Fact):
    """Somebody was invited, or invited again: the mail goes out from here."""

    kind: ClassVar[str] = "accounts.invitation_sent"
    invitation_id: int


@dataclass(frozen=True)
class InvitationRevoked(Fact):
    kind: ClassVar[str] = "accounts.invitation_revoked"
    invitation_id: int


@dataclass(frozen=True)
class MemberJoined(Fact):
    """A person works in the firm from now on, or again."""

    kind: ClassVar[str] = "accounts.member_joined"
    membership_id: int
    invitation_id: int | None


@dataclass(frozen=True)
class MembershipEnded(Fact):
    """A person left or was taken out."""

    kind: ClassVar[str] = "accounts.membership_ended"
    membership_id: int


@dataclass(frozen=True)
class RoleChanged(Fact):
    """A person holds another role."""

    kind: ClassVar[str] = "accounts.role_changed"
    membership_id: int
    role_id: int


@dataclass(frozen=True)
class ProfileChanged(Fact):
    kind: ClassVar[str] = "accounts.profile_changed"
    membership_id: int
    fields: list[str]


@dataclass(frozen=True)
class RoleMade(Fact):
    kind: ClassVar[str] = "accounts.role_made"
    role_id: int


@dataclass(frozen=True)
class RoleEdited(Fact):
    """What the holders of a role may do has changed, or its name."""

    kind: ClassVar[str] = "accounts.role_edited"
    role_id: int


@dataclass(frozen=True)
class RoleRemoved(Fact):
    kind: ClassVar[str] = "accounts.role_removed"
    role_id: int


@dataclass(frozen=True)
class TeamFormed(Fact):
    kind: ClassVar[str] = "accounts.team_formed"
    team_id: int


@dataclass(frozen=True)
class TeamRenamed(Fact):
    kind: ClassVar[str] = "accounts.team_renamed"
    team_id: int


@dataclass(frozen=True)
class TeamDissolved(Fact):
    kind: ClassVar[str] = "accounts.team_dissolved"
    team_id: int
    membership_ids: list[int]


@dataclass(frozen=True)
class TeamJoined(Fact):
    kind: ClassVar[str] = "accounts.team_joined"
    team_id: int
    membership_id: int


@dataclass(frozen=True)
class TeamLeft(Fact):
    kind: ClassVar[str] = "accounts.team_left"
    team_id: int
    membership_id: int


@dataclass(frozen=True)
class SignedIn(Fact):
    kind: ClassVar[str] = "accounts.signed_in"
    membership_id: int


@dataclass(frozen=True)
class SessionEnded(Fact):
    """A browser was signed out. `session` is the hash of its key: its sockets end."""

    kind: ClassVar[str] = "accounts.session_ended"
    membership_id: int
    session: str


@dataclass(frozen=True)
class SignInChanged(Fact):
    """How a person proves who they are: "password", "email", "totp", "webauthn" or "recovery_codes"."""

    kind: ClassVar[str] = "accounts.sign_in_changed"
    membership_id: int
    what: str


@dataclass(frozen=True)
class TokenMade(Fact):
    kind: ClassVar[str] = "accounts.token_made"
    token_id: int
    scopes: list[str]


@dataclass(frozen=True)
class TokenRevoked(Fact):
    kind: ClassVar[str] = "accounts.token_revoked"
    token_id: int
