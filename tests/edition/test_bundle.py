"""The bundle and the patch: what goes in comes out, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from webapp.edition.bundle import FILE, PAGE, Entry, apply_patch, fill, pack, patch, unpack

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


@given(entries.filter(bool), some.integers(1, 5))
def test_cut_bundle_is_not_a_bundle(packed, cut):
    whole = pack([*packed, Entry("/x", "text/html", b"12345")], {})
    with pytest.raises(ValueError):
        unpack(whole[:-cut])


def test_marks_are_filled():
    page = 'data-edition="[[udgave]]" Udgave [[udgavens dato]] · [[udgavens vægt]]'
    assert fill(page, "abc", "21. nov.", "84 KB") == 'data-edition="abc" Udgave 21. nov. · 84 KB'
