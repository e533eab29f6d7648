"""What is sealed can be opened by the key alone, and found again by its digest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from yingzhou.core import crypto
from yingzhou.core.crypto import CannotUnseal
from yingzhou.kernel.people.models import Person


@given(st.binary(max_size=2000))
def test_what_was_sealed_comes_back(plain):
    sealed = crypto.seal(plain)
    assert crypto.unseal(sealed) == plain
    assert len(sealed) == len(plain) + 28


@given(st.binary(min_size=8, max_size=200))
def test_the_same_text_is_never_sealed_the_same_and_never_shows(plain):
    first, second = crypto.seal(plain), crypto.seal(plain)
    assert first != second
    assert plain not in first


@given(st.binary(max_size=100), st.integers(0, 10**6), st.integers(1, 255))
def test_a_changed_byte_is_noticed(plain, place, change):
    sealed = bytearray(crypto.seal(plain))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(CannotUnseal, match="无法解开"):
        crypto.unseal(bytes(sealed))


@pytest.mark.parametrize("junk", [b"", b"short", bytes(28)])
def test_what_was_never_sealed_is_refused(junk):
    with pytest.raises(CannotUnseal):
        crypto.unseal(junk)


@given(st.text(max_size=50), st.text(max_size=50))
def test_digests_are_equal_exactly_when_the_texts_are(one, other):
    assert (crypto.digest(one) == crypto.digest(other)) == (one == other)
    assert len(crypto.digest(one)) == 32


def test_the_digest_needs_the_key_and_the_chain_has_another():
    from cryptography.hazmat.primitives import hashes

    plain = hashes.Hash(hashes.SM3())
    plain.update(b"310151")
    assert crypto.digest("310151") != plain.finalize()
    assert crypto.chain_digest(b"", b"310151") != crypto.digest("310151")


@pytest.mark.django_db
def test_a_sealed_field_is_clear_in_memory_and_only_there():
    from django.db import connection

    person = factories.person()
    number = str(person.id_number)
    assert Person.objects.get(pk=person.pk).id_number == number
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM people_person WHERE id = %s", [person.pk])
        stored = bytes(cursor.fetchone()[0])
    assert number.encode() not in stored
    assert crypto.unseal(stored).decode() == number
