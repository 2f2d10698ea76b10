"""What two editors wrote is put together without losing a word of either."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.desk.conflict import same, three_way_merge

FIELDS = ("name", "url", "topics")
VALUES = st.one_of(st.none(), st.sampled_from(["", "a", "b", "a\r\nb", "a\nb", " a "]), st.lists(st.sampled_from("ab")))
FORMS = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))


@given(FORMS, FORMS, FORMS)
def test_each_field_follows_whoever_touched_it(mine, theirs, was):
    both = three_way_merge(mine, theirs, was)
    for field in FIELDS:
        touched, other = not same(mine[field], was[field]), not same(theirs[field], was[field])
        assert (field in both.adopted) == (other and not touched)
        assert (field in both.conflicts) == (other and touched and not same(mine[field], theirs[field]))
        assert both.values[field] == (theirs if field in both.adopted else mine)[field]


@given(FORMS, FORMS)
def test_nothing_is_taken_where_it_is_not_known_what_stood_there(mine, theirs):
    both = three_way_merge(mine, theirs, {})
    assert both.values == mine and both.adopted == ()
    assert set(both.conflicts) == {field for field in FIELDS if not same(mine[field], theirs[field])}


def test_same():
    assert same("a\r\nb ", "a\nb") and same(["a", "b"], ["b", "a"]) and same(None, "") and same([], None)
    assert not same("a", "b") and not same(["a"], []) and not same("a b", "a\nb")
