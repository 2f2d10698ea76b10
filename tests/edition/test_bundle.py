"""The bundle and the patch: what goes in comes out, whatever it is."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from webapp.edition.bundle import FILE, PAGE, Entry, fill, pack, unpack
from webapp.edition.patch import apply_patch, joined, patch

entries = some.lists(
    some.builds(
        Entry,
        path=some.text(min_size=1, max_size=20).map(lambda text: "/" + text),
        type=some.sampled_from(["text/html; charset=utf-8", "image/svg+xml"]),
        body=some.binary(max_size=80),
        kind=some.sampled_from([PAGE, FILE]),
    ),
    max_size=8,
)


@given(entries)
def test_bundle_gives_back_what_was_packed(packed):
    assert unpack(pack(packed, {"A": "b"})) == ({"A": "b"}, packed)


@given(entries, entries)
def test_patch_leads_to_the_new_bundle_to_the_byte(old, new):
    before, after = pack(old, {}), pack(new, {"X": "y"})
    assert apply_patch(before, patch(before, after)) == after


@given(entries, some.binary(min_size=1, max_size=8))
def test_patch_does_not_carry_what_the_phone_has(old, body):
    old = [*old, Entry("/stor", "text/html", b"x" * 5000)]
    before = pack(old, {})
    after = pack([*old, Entry("/ny", "text/html", b"ny" + body)], {})
    assert len(patch(before, after)) < len(after) - 4900


@given(some.lists(some.integers(0, 500), max_size=6), some.binary(max_size=4), some.integers(0, 2000))
def test_patch_of_a_few_changed_bytes_is_little(places, put, cut):
    old = hashlib.shake_256(b"a bundle").digest(20_000)
    new = bytearray(old)
    for place in places:
        new[place * 40 : place * 40 + 2] = put
    del new[cut * 7 : cut * 7 + 50]
    change = patch(old, bytes(new))
    assert apply_patch(old, change) == bytes(new)
    assert len(change) < 700


@given(some.binary(max_size=300), some.binary(max_size=300))
def test_patch_makes_any_bytes_of_any_others(old, new):
    assert apply_patch(old, patch(old, new)) == new
    assert apply_patch(old * 40, patch(old * 40, new + old * 33 + new)) == new + old * 33 + new


@given(entries.filter(bool), some.integers(1, 5))
def test_cut_bundle_is_not_a_bundle(packed, cut):
    whole = pack([*packed, Entry("/x", "text/html", b"12345")], {})
    with pytest.raises(ValueError):
        unpack(whole[:-cut])


def test_marks_are_filled():
    page = 'data-edition="[[edition]]" Udgave [[edition date]] · [[edition size]]'
    assert fill(page, "abc", "21. nov.", "84 KB") == 'data-edition="abc" Udgave 21. nov. · 84 KB'


@given(some.lists(some.binary(max_size=400), min_size=3, max_size=6), some.randoms())
def test_patches_after_one_another_are_one(bodies, chance):
    stock = b"".join(bodies) * 3
    editions = []
    for body in bodies:
        cuts = sorted(chance.sample(range(len(stock) + 1), min(4, len(stock) + 1)))
        pieces = [stock[one:two] for one, two in pairwise([0, *cuts, len(stock)])]
        editions.append(b"".join(chance.sample(pieces, len(pieces))) + body)
    changes = [patch(one, two) for one, two in pairwise(editions)]
    change = changes[0]
    for further in changes[1:]:
        change = joined(change, further)
    assert apply_patch(editions[0], change) == editions[-1]
