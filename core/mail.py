"""What a mail server says to a mail."""

import smtplib

FOR_GOOD = 500
"""A reply from here on is for good, one below is for now (RFC 5321, section 4.2.1)."""


def is_refused(error: BaseException) -> bool:
    """Whether the mail server will not take this mail to this address, however often it is asked.

    A full mailbox, a server that asks to come back, one that is away or does not know us is none: the next time may do.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= FOR_GOOD
