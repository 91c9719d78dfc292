"""What can be refused here, each with a sentence for the person.

SnippetError
├── BadShortcut       no word of letters, digits, - and _
├── ShortcutTaken     who would see both has one of that name already
├── SnippetUntitled   without a title
├── SnippetEmpty      without a text
├── SnippetTooLong    over Snippet.MAX_LENGTH characters
├── UnknownBlank      {{…}} that nothing can fill
├── TooManyFiles      more than ten come along
├── NoTeamChosen      to be shared with teams, but with none
└── NotYoursToShare   for the whole firm or a foreign team, without the right

ActivityError
├── ActivityEmpty     without words
├── ActivityTooLong   over Activity.MAX_LENGTH characters
├── LoggedOnNothing   about no record
├── OutcomeUnfit      how a call went, said of a note
├── NoSuchMoment      a date that is none
├── ActivityGone      a colleague deleted it meanwhile
├── IdTaken           something else has the id that was sent
├── TooManyPins       three are pinned to the record already
├── NotYoursToEdit    a colleague's, without the right
└── ActivityEdited    somebody edited it meanwhile

PushError
├── PushNotSetUp      the installation has no VAPID_PRIVATE_KEY
├── NoPushService     an endpoint of no push service that we know
├── NoDevices         there is nothing to send a test to
└── PushKeysWrong     keys that nothing can be encrypted with
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class SnippetError(Refusal):
    code = "snippet"
    field = "body"
    """The field of the form that this is about."""


class BadShortcut(SnippetError):
    code, field = "bad_shortcut", "shortcut"
    sentence = _("Write the shortcut as one word of up to 40 letters, digits, - and _, such as #logcoaching.")


class ShortcutTaken(SnippetError):
    status = 409
    code, field = "shortcut_taken", "shortcut"

    def __init__(self, shortcut: str) -> None:
        self.sentence = _("There is a #%(shortcut)s already among those it would stand with. Choose another.") % {
            "shortcut": shortcut
        }


class SnippetUntitled(SnippetError):
    code, field = "untitled", "title"
    sentence = _("Give the snippet a title.")


class SnippetEmpty(SnippetError):
    code = "empty"
    sentence = _("Write the text that the snippet puts in.")


class SnippetTooLong(SnippetError):
    code = "too_long"
    sentence = _("This text is longer than 20,000 characters. Shorten it, or make two snippets of it.")


class UnknownBlank(SnippetError):
    """`names` as they were written between the braces."""

    code = "unknown_blank"

    def __init__(self, names: list[str], known: list[str]) -> None:
        self.more: dict[str, Any] = {"unknown": names, "known": known}
        self.sentence = _("Nothing can fill “%(name)s”. Choose a blank from the list, or take the braces away.") % {
            "name": "”, “".join(names[:3])
        }


class TooManyFiles(SnippetError):
    code, field = "too_many_files", "along"
    sentence = _("Up to ten files come along with a snippet. Put some of them together, or leave some out.")


class NoTeamChosen(SnippetError):
    code, field = "no_team", "teams"
    sentence = _("Choose the teams that may use it, or share it another way.")


class NotYoursToShare(SnippetError):
    status = 403
    code, field = "not_yours_to_share", "sharing"
    sentence = _("You share with teams you are in. An admin can share with other teams and the whole firm.")


class PushError(Refusal):
    code = "push"


class PushNotSetUp(PushError):
    status = 409
    code = "push_not_set_up"
    sentence = _("Notifications on devices are not set up here. Whoever runs the product sets VAPID_PRIVATE_KEY.")


class NoPushService(PushError):
    code = "no_push_service"
    sentence = _("This browser sends its notifications through a service that is not known here. Try another browser.")


class PushKeysWrong(PushError):
    code = "push_keys_wrong"
    sentence = _("This browser gave keys that do not work. Load the page anew and turn notifications on again.")


class NoDevices(PushError):
    status = 409
    code = "no_devices"
    sentence = _("None of your devices shows notifications yet. Turn them on in this browser first.")


class ActivityError(Refusal):
    code = "activity"


class ActivityEmpty(ActivityError):
    code = "activity_empty"
    sentence = _("Write something first.")


class ActivityTooLong(ActivityError):
    code = "activity_too_long"
    sentence = _("This is longer than 65,536 characters. Shorten it, or attach it as a file.")


class LoggedOnNothing(ActivityError):
    code = "logged_on_nothing"
    sentence = _("Choose whom or what this is about.")


class OutcomeUnfit(ActivityError):
    code = "outcome_unfit"
    sentence = _("This outcome does not go with what you log. Choose another, or none.")


class NoSuchMoment(ActivityError):
    code = "no_such_moment"
    sentence = _("Choose when it was from the calendar, or leave it empty for now.")


class ActivityGone(ActivityError):
    status = 409
    code = "activity_gone"
    sentence = _("A colleague deleted this meanwhile. Copy your words, and add them anew.")


class IdTaken(ActivityError):
    status = 409
    code = "id_taken"
    sentence = _("Something else has this id already. Send it again under a new one.")


class TooManyPins(ActivityError):
    code = "too_many_pins"
    sentence = _("Three are pinned here already. Unpin one of them first.")


class NotYoursToEdit(ActivityError):
    status = 403
    code = "not_yours_to_edit"
    sentence = _("A colleague wrote this. Ask them, or an admin, to change it.")


class ActivityEdited(ActivityError):
    status = 409
    code = "activity_edited"
    sentence = _("Somebody edited this meanwhile. Your words are still here: compare them, and save again.")
