"""The base of every refusal that a person is told of."""

from typing import Any


class Refusal(Exception):
    """A verb said no. `str(error)` is a sentence that says what to do; `code` names the kind, for programs.

    Rooms subclass it beside what raises it. A screen shows the sentence by the form and keeps what was typed;
    the API answers with `status`, `code` and the sentence.
    """

    status = 422
    code = "refused"
    sentence: Any = ""

    def __str__(self) -> str:
        return str(self.sentence)
