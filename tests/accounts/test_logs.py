"""What opens something for whoever has it does not stand in the logs."""

import io
import logging

import pytest
from django.urls import reverse
from structlog.processors import JSONRenderer
from structlog.stdlib import ProcessorFormatter

from accounts.models import Invitation, Role
from project.logs import SHARED, without_secrets


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("GET /accounts/join/dG9rZW4/", "GET /accounts/join/…/"),
        ("POST /accounts/password/reset/key/1-abc-def/", "POST /accounts/password/reset/key/…/"),
        ("Not Found: /f/c2lnbmVk", "Not Found: /f/…"),
        ("GET /settings/people/7/", "GET /settings/people/7/"),
    ],
)
def test_links_are_logged_without_their_secret(said: str, kept: str) -> None:
    assert without_secrets(None, "info", {"event": said, "code": 200}) == {"event": kept, "code": 200}


def test_an_invitation_is_opened_and_its_token_is_nowhere(cast) -> None:
    with cast.scope():
        role = Role.objects.get(kind="agent")
        _invitation, token = Invitation.send(email=f"emil-{cast.mark}@new.example", role=role, by=cast.alice)
    heard, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(heard)
    handler.setFormatter(
        ProcessorFormatter(processors=[JSONRenderer(default=str, ensure_ascii=False)], foreign_pre_chain=SHARED)
    )
    logging.getLogger().addHandler(handler)
    try:
        assert cast.client_for().get(reverse("invitation", args=[token])).status_code == 200
    finally:
        logging.getLogger().removeHandler(handler)
    assert "/accounts/join/…/" in heard.getvalue()
    assert token not in heard.getvalue()
