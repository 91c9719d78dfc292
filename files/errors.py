"""What can be wrong with a file, each with a sentence for the person.

FileError
├── FileRefused
│   ├── TooLarge          over FILE_MAX_BYTES
│   ├── EmptyFile         no bytes
│   ├── NotTaken          a program, a web page, a drawing with script, or a kind we do not know
│   ├── TooManyEntries    an archive of very many files
│   ├── Disguised         the content is not what the name says, or is two things at once
│   ├── NotAPicture       a photo was asked for
│   └── BadPicture        broken, or too many pixels
├── LinkInvalid           forged, altered, or for another purpose
│   └── LinkExpired
└── Damaged               the bytes at rest were cut, reordered or altered
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class FileError(Refusal):
    code = "file"

    def __init__(self, **words: Any) -> None:
        self.words = words

    def __str__(self) -> str:
        return str(self.sentence) % self.words if self.words else str(self.sentence)


class FileRefused(FileError):
    code = "file_refused"


class TooLarge(FileRefused):
    status = 413
    code = "file_too_large"
    sentence = _("“%(name)s” is larger than %(limit)s. Make it smaller, or split it.")


class EmptyFile(FileRefused):
    code = "file_empty"
    sentence = _("“%(name)s” is empty. Choose it again once it is saved.")


class NotTaken(FileRefused):
    status = 415
    code = "file_not_taken"
    sentence = _("“%(name)s” is %(kind)s, which is not taken here. Send it as a PDF, a picture or a ZIP archive.")


class TooManyEntries(FileRefused):
    code = "file_too_many_entries"
    sentence = _("“%(name)s” holds more than %(limit)s files. Split it into several archives.")


class Disguised(FileRefused):
    status = 415
    code = "file_disguised"
    sentence = _(
        "“%(name)s” is not what its name says: inside it is %(kind)s. Give it its right name, or send another."
    )


class NotAPicture(FileRefused):
    status = 415
    code = "file_not_a_picture"
    sentence = _("“%(name)s” is no picture. Choose a PNG, JPEG, GIF or WebP.")


class BadPicture(FileRefused):
    code = "file_bad_picture"
    sentence = _("The picture “%(name)s” cannot be read. Save it again, or send another.")


class TooManyPixels(BadPicture):
    code = "file_too_many_pixels"
    sentence = _("The picture “%(name)s” has more than %(limit)s million pixels. Make it smaller.")


class LinkInvalid(FileError):
    status = 404
    code = "link_invalid"
    sentence = _("This link does not lead to a file.")


class LinkExpired(LinkInvalid):
    status = 410
    code = "link_expired"
    sentence = _("This link has expired. Open the file again from where you found it.")


class Damaged(FileError):
    status = 500
    code = "file_damaged"
    sentence = _("This file is damaged on our side. Ask the firm to restore it from a backup.")
