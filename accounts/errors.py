"""What can be refused here, each with a sentence for the person.

AccountsError
├── LastOwner          a firm keeps an owner
├── AboveOwnRights     nobody gives, takes or edits more than they may do themselves
├── AlreadyMember      the address works here already
├── InvitationClosed   used, expired or revoked
├── WrongAddress       signed in as somebody else
├── NameTaken          a team or role of that name exists
├── BuiltInRole        owner, admin, agent and viewer stay as they are
├── RoleInUse          people hold it
├── TeamInUse          an inbox is open to its people by name
└── UnknownScope       a token asks for what its owner may not do
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class AccountsError(Refusal):
    code = "accounts"


class LastOwner(AccountsError):
    status = 409
    code = "last_owner"
    sentence = _("A firm keeps at least one owner. Make a colleague an owner first.")


class AboveOwnRights(AccountsError):
    status = 403
    code = "above_own_rights"
    sentence = _("This goes beyond what you may do yourself. Ask somebody with those rights to do it.")


class AlreadyMember(AccountsError):
    status = 409
    code = "already_member"
    sentence = _("This person works in your firm already. Change their role on their page.")


class InvitationClosed(AccountsError):
    """`reason` is "accepted", "revoked" or "expired"."""

    status = 410
    code = "invitation_closed"
    sentences = {
        "accepted": _("This invitation was used already. Sign in with the address it was sent to."),
        "revoked": _("This invitation was taken back. Ask the person who invited you for a new one."),
        "expired": _("This invitation is over a week old. Ask the person who invited you for a new one."),
    }

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.sentence = self.sentences[reason]


class WrongAddress(AccountsError):
    status = 409
    code = "wrong_address"
    sentence = _("This invitation was sent to another address. Sign out, then open the link again.")


class NameTaken(AccountsError):
    status = 409
    code = "name_taken"
    sentence = _("There is one with this name already. Choose another name.")


class BuiltInRole(AccountsError):
    status = 409
    code = "built_in_role"
    sentence = _("This role is built in and stays as it is. Make a role of your own instead.")


class RoleInUse(AccountsError):
    status = 409
    code = "role_in_use"
    sentence = _("People hold this role, or are invited to it. Give them another role first.")


class TeamInUse(AccountsError):
    status = 409
    code = "team_in_use"
    sentence = _("This team works an inbox. Give the inbox to others first, so that it does not become everybody’s.")


class UnknownScope(AccountsError):
    code = "unknown_scope"

    def __init__(self, codes: Any) -> None:
        self.sentence = _("A token can do only what you may do. Leave out: %(codes)s.") % {
            "codes": ", ".join(sorted(codes))
        }
