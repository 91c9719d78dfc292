"""What the chat's script says. What stands still is in the template; dates and numbers are the browser's."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "you": _("You"),
        "sending": _("Sending…"),
        "waiting": _("Waiting for the connection"),
        "sent": _("Sent"),
        "read": _("Read"),
        "edited": _("edited"),
        "removed": _("This message was removed."),
        "react": _("React"),
        "react_with": _("React with %(emoji)s"),
        "a_file": _("A file"),
        "emoji_title": _("Choose an emoji"),
        "emoji_search": _("Search by name"),
        "emoji_recent": _("Used last"),
        "emoji_found": _("Found"),
        "emoji_none": _("No emoji is called so."),
        "emoji_lost": _("The emoji could not be loaded. Close this and try again."),
        "react_other": _("React with another emoji"),
        "failed": _("Not sent."),
        "retry": _("Try again"),
        "discard": _("Discard"),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "typing": _("%(name)s is writing…"),
        "typing_several": _("%(name)s are writing…"),
        "offline": _("No connection. What you write is kept and sent when it is back."),
        "unreachable": _("The chat cannot be reached just now. Trying again."),
        "closed": _("This conversation was closed. Write to open it again."),
        "back_today": _("We are back today at %(time)s your time."),
        "back_tomorrow": _("We are back tomorrow at %(time)s your time."),
        "back_day": _("We are back on %(day)s at %(time)s your time."),
        "away": _("Nobody is here just now."),
        "answer_to": _("We will answer to %(email)s."),
        "answers_minutes": _("Usually answers within minutes"),
        "answers_hour": _("Usually answers within an hour"),
        "answers_day": _("Usually answers within a day"),
        "needs_message": _("Write your message first."),
        "needs_email": _("Leave an email address, such as name@example.com, so that we can answer."),
        "rated": _("Thank you. You gave %(score)s of 5."),
        "mailed": _("It is on its way to %(email)s."),
        "remove": _("Remove %(name)s"),
        "wait_for_files": _("Some files are still on their way. Send again in a moment."),
        "file_too_large": _("“%(name)s” is larger than %(limit)s. Make it smaller, or split it."),
        "too_many_files": _("Send at most ten files with one message."),
        "file_failed": _("“%(name)s” did not arrive. Check the connection and try again."),
        "file": _("File %(name)s, %(size)s"),
        "thanks": _("Thank you. We will answer there if you leave."),
        "sign_in": _("Please sign in on this website, then write to us here."),
        "shut": _("This chat is closed. Please reach us another way."),
        "sample": _("Hello, could you call me back?"),
        "lost": _("Something went wrong on our side. What you wrote is kept; try again in a minute."),
    }


def emoji_language() -> str:
    """In which language emoji are found by their names: this visitor's, as far as the product speaks it."""
    language = (get_language() or "en").partition("-")[0]
    return language if language in dict(settings.LANGUAGES) else "en"
