"""The certificate of an erasure: kept for good, whatever comes after it."""

from datetime import UTC, datetime

from etl.erasure.certificate import Erasure, certify
from etl.erasure.exports import Cleaned
from etl.erasure.tombstones import Tombstone
from tests.support.facts import settings_of

AT = datetime(2026, 11, 27, 15, 41, 17, 250_000, tzinfo=UTC)


def test_two_certificates_of_one_person_and_second_are_both_kept(tmp_path):
    tombstone = Tombstone("0ef0262dd5f023cb", "2026-11-27T15:41:16+00:00", frozenset())
    found = []
    for rows, at in ((3, AT), (0, AT.replace(microsecond=251_000))):
        erasure = Erasure({"staff": rows}, Cleaned(looked=1), waiting=0)
        _, path = certify(settings_of(tmp_path), tombstone, erasure, at, is_resumed=False)
        found.append(path)
    first, second = (path.read_text("utf-8") for path in found)
    assert "Rows of the warehouse: 3" in first
    assert "Rows of the warehouse: 0" in second
