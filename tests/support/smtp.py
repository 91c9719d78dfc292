"""A mail server on 127.0.0.1 that takes letters, refuses an address, puts one off, or is away."""

import email
import email.policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.ports import listen_anywhere


class MailServer:
    """`answers` are replies to recipients by address, to the whole letter under `DATA`; what is not there is taken."""

    DATA = "DATA"

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        with listen_anywhere() as found:
            self.port: int = found.getsockname()[1]
        self._controller: Controller | None = None
        self.come()

    def come(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=15)
        self._controller.start()

    def go(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802 (as the library names it)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.DATA in self.answers:
            return self.answers[self.DATA]
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"
