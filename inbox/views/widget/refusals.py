"""What can be refused at the visitors' door.

WidgetError
├── NoSuchInbox    the key names none
├── WrongSite      the page's origin is not among the inbox's
├── WrongOrigin    the request was not made by our own frame
├── NotWelcome     no token, a forged one, another inbox's, a revoked or forgotten one
├── TooFast        over a rate; says how long to wait
├── NotUnderstood  no JSON object, or a field of the wrong kind
├── TooMuch        a body larger than any message
├── UnknownUpload  a receipt that is forged, another visitor's, or older than a day
├── NoSuchFile     not a file of this conversation
├── NoSuchMessage  not a message of this conversation
├── NoFilesHere    an inbox that takes no files
├── TooManyFiles   over MOST_FILES on one message
├── NotBegun       contact details before the first message
├── BadEmail
└── BadPhone
"""

from django.utils.translation import gettext_lazy as _

from inbox.errors import InboxError


class WidgetError(InboxError):
    code = "widget"


class NoSuchInbox(WidgetError):
    status = 404
    code = "no_such_inbox"
    sentence = _("There is no chat at this address. Copy the snippet again from the inbox's settings.")


class WrongSite(WidgetError):
    status = 403
    code = "wrong_site"
    sentence = _("This website is not among the allowed sites of the inbox. Add its address in the inbox's settings.")


class WrongOrigin(WidgetError):
    status = 403
    code = "wrong_origin"
    sentence = _("Only the chat itself may ask this.")


class NotWelcome(WidgetError):
    status = 401
    code = "not_welcome"
    sentence = _("This chat has ended. Begin a new one by writing again.")


class TooFast(WidgetError):
    status = 429
    code = "too_fast"
    sentence = _("That was a lot at once. It goes on in %(seconds)s seconds.")

    def __init__(self, wait: float) -> None:
        self.seconds = max(1, round(wait))
        self.more = {"wait": self.seconds}

    def __str__(self) -> str:
        return str(self.sentence) % {"seconds": self.seconds}


class NotUnderstood(WidgetError):
    status = 400
    code = "not_understood"
    sentence = _("This was not understood. Reload the page and try again.")


class TooMuch(WidgetError):
    status = 413
    code = "too_much"
    sentence = _("This is too long to send. Shorten it, or send it as a file.")


class UnknownUpload(WidgetError):
    code = "unknown_upload"
    sentence = _("A file of this message is no longer there. Add it again.")


class NoSuchFile(WidgetError):
    status = 404
    code = "no_such_file"
    sentence = _("There is no such file in this conversation.")


class NoSuchMessage(WidgetError):
    status = 404
    code = "no_such_message"
    sentence = _("There is no such message in this conversation.")


class NoFilesHere(WidgetError):
    status = 403
    code = "no_files_here"
    sentence = _("This chat takes no files. Write what it is about, and we will find a way.")


class TooManyFiles(WidgetError):
    code = "too_many_files"
    sentence = _("Send at most ten files with one message.")


class NotBegun(WidgetError):
    status = 409
    code = "not_begun"
    sentence = _("Write a message first, then leave your details.")


class BadEmail(WidgetError):
    code = "bad_email"
    sentence = _("This does not look like an email address. It should read like name@example.com.")


class BadPhone(WidgetError):
    code = "bad_phone"
    sentence = _("Begin the phone number with + and the country, as in +44 20 7946 0000.")
