"""Files that colleagues brought and never sent: gone when they are taken off, or when a month has passed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from files.models import File
from inbox.leftovers import sweep_all
from inbox.models import Attachment
from tests.inbox.test_views import at

pytestmark = pytest.mark.covers("I2")


def bring(client, conversation, name: str) -> str:
    upload = SimpleUploadedFile(name, name.encode())
    return client.post(at("attachments", conversation.pk), {"file": upload}).json()["id"]


def names(cast) -> set[str]:
    with cast.scope():
        return set(File.objects.values_list("name", flat=True))


def test_a_file_taken_off_is_gone(cast, client_for) -> None:
    alice, conversation = client_for(cast.alice), cast.conversation()
    taken, sent = bring(alice, conversation, "taken.txt"), bring(alice, conversation, "sent.txt")
    alice.post(at("messages", conversation.pk), {"body": "", "attachments": [sent]})
    for id in (taken, sent):
        assert alice.delete(at("attachment", id)).status_code == 204
    assert names(cast) == {"sent.txt"}


def test_what_was_never_sent_goes_after_a_month_unless_a_draft_keeps_it(cast, client_for) -> None:
    alice, bob, conversation = client_for(cast.alice), client_for(cast.bob), cast.conversation()
    bring(alice, conversation, "drafted.txt")
    bring(bob, conversation, "left.txt")
    with cast.scope():
        conversation.keep_draft(by=cast.alice, body="With this")
        Attachment.objects.update(created_at=clock.now() - timedelta(days=31))
    bring(bob, conversation, "new.txt")
    sweep_all()
    assert names(cast) == {"drafted.txt", "new.txt"}
