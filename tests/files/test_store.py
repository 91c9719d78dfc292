"""Bytes at rest: encrypted, whole or damaged, never anything between; keys turn without touching contents."""

import hashlib
import io
import os

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from files import records, store
from files.errors import Damaged

FIRM = 900_001
CONTENT = os.urandom(3 * records.PLAIN + 1000)


@pytest.fixture
def kept(settings, tmp_path):
    """The name of CONTENT in a store of its own."""
    settings.FILES_DIR = tmp_path
    name = hashlib.sha256(CONTENT).hexdigest()
    store.put(FIRM, name, len(CONTENT), io.BytesIO(CONTENT))
    return name


def all_of(name, start=0, stop=None, firm=FIRM):
    return b"".join(store.read(firm, name, len(CONTENT), start, stop))


def test_what_is_kept_is_unreadable_at_rest_and_comes_back_whole(kept):
    at_rest = store.place(FIRM, kept).read_bytes()
    assert CONTENT[:64] not in at_rest
    assert all_of(kept) == CONTENT
    assert oct(store.place(FIRM, kept).stat().st_mode & 0o777) == "0o600"


@given(start=st.integers(0, len(CONTENT)), length=st.integers(0, len(CONTENT)))
def test_every_range_is_a_slice(tmp_path_factory, start, length):
    name = hashlib.sha256(CONTENT).hexdigest()
    from django.test import override_settings

    with override_settings(FILES_DIR=tmp_path_factory.getbasetemp() / "ranges"):
        store.put(FIRM, name, len(CONTENT), io.BytesIO(CONTENT))
        assert all_of(name, start, start + length) == CONTENT[start : start + length]


def test_a_range_opens_only_its_records(kept, monkeypatch):
    opened = []
    open_record = records.Records.open
    monkeypatch.setattr(
        records.Records,
        "open",
        lambda self, number, *a, **k: opened.append(number) or open_record(self, number, *a, **k),
    )
    all_of(kept, records.PLAIN + 5, records.PLAIN + 10)
    assert opened == [1]


def swapped(data):
    one, two = store.HEADER, store.HEADER + records.SEALED
    return data[:one] + data[two : two + records.SEALED] + data[one:two] + data[two + records.SEALED :]


DAMAGES = {
    "cut within a record": lambda data: data[:-10],
    "cut at a record": lambda data: data[: store.HEADER + 2 * records.SEALED],
    "reordered": swapped,
    "one bit altered": lambda data: data[:5000] + bytes([data[5000] ^ 1]) + data[5001:],
    "grown": lambda data: data + b"x",
    "a record twice": lambda data: data[: store.HEADER + records.SEALED] * 2,
    "header altered": lambda data: b"CPF2" + data[4:],
    "key altered": lambda data: data[:20] + b"AAAA" + data[24:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_found(kept, damage):
    path = store.place(FIRM, kept)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Damaged):
        all_of(kept)


def test_records_cut_so_that_the_size_still_fits_are_found(kept):
    """Cut at a record, and the row's size altered to match: the new last record was not sealed as the last."""
    path = store.place(FIRM, kept)
    path.write_bytes(path.read_bytes()[: store.HEADER + 2 * records.SEALED])
    with pytest.raises(Damaged):
        b"".join(store.read(FIRM, kept, 2 * records.PLAIN))


def test_a_file_moved_to_another_name_or_firm_does_not_open(kept):
    other = store.place(FIRM + 1, kept)
    other.parent.mkdir(parents=True)
    other.write_bytes(store.place(FIRM, kept).read_bytes())
    with pytest.raises(Damaged):
        all_of(kept, firm=FIRM + 1)


def test_a_missing_file_is_damage_too(kept):
    store.remove(FIRM, kept)
    with pytest.raises(Damaged):
        all_of(kept)


def test_keys_turn_and_the_old_one_can_go(kept, settings):
    old, new = settings.FIELD_KEYS[0], Fernet.generate_key().decode()
    before = store.place(FIRM, kept).read_bytes()
    settings.FIELD_KEYS = [new, old]
    call_command("rotate_keys")
    settings.FIELD_KEYS = [new]
    assert all_of(kept) == CONTENT
    assert store.place(FIRM, kept).read_bytes()[store.HEADER :] == before[store.HEADER :]


def test_a_file_that_no_key_opens_is_named(kept, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError) as refused:
        call_command("rotate_keys")
    assert kept in str(refused.value)
    with pytest.raises(Damaged):
        all_of(kept)


def test_a_put_that_breaks_leaves_nothing(settings, tmp_path):
    settings.FILES_DIR = tmp_path

    class Torn(io.BytesIO):
        def read(self, *size):
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        store.put(FIRM, "ab12", 10, Torn())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
