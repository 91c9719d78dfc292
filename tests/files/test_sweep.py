"""Bytes that no row names go after a day; all others stay."""

import io
from datetime import timedelta

import time_machine
from django.db import transaction

from core import clock
from files import store
from files.models import File
from files.sweep import sweep_firm
from tests.files.samples import picture


class ChangedMind(Exception):
    pass


def test_an_upload_that_was_rolled_back_is_swept(cast):
    with cast.scope():
        kept = File.take_in(io.BytesIO(picture()), name="kept.png")
        kept.small(1)
        try:
            with transaction.atomic():
                lost = File.take_in(io.BytesIO(b"never mind"), name="lost.txt")
                raise ChangedMind
        except ChangedMind:
            pass
    assert sweep_firm(cast.acme.pk) == 0
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert sweep_firm(cast.acme.pk) == 1
    assert not store.place(cast.acme.pk, lost.sha256).exists()
    assert {name for name, _ in store.names(cast.acme.pk)} == {kept.sha256, f"{kept.sha256}.1"}
