"""An offer's code: the same everywhere, taken only once, and spelling nothing."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.registry.codes import ALPHABET, code_for

seeds = st.text(max_size=20)


@given(seeds, st.sets(st.text(ALPHABET, min_size=4, max_size=4), max_size=20))
def test_code_is_four_characters_of_the_alphabet(seed, taken):
    code = code_for(seed, taken)
    assert len(code) == 4 and set(code) <= set(ALPHABET)
    assert code not in taken
    assert not set(code) & set("aeiouyæøål01")


@given(seeds, st.integers(0, 30))
def test_code_steps_aside_for_those_taken(seed, steps):
    taken = set()
    for _ in range(steps):
        code = code_for(seed, taken)
        assert code not in taken
        taken.add(code)
    assert code_for(seed, set(taken)) == code_for(seed, taken)


@given(st.lists(seeds, unique=True, max_size=200), st.lists(seeds, max_size=20))
def test_later_rows_change_no_earlier_code(earlier, later):
    def codes(all_seeds):
        given_out = []
        for seed in all_seeds:
            given_out.append(code_for(seed, set(given_out)))
        return given_out

    assert codes(earlier + later)[: len(earlier)] == codes(earlier)
    assert len(set(codes(earlier))) == len(earlier)


def test_codes_never_change():
    # Slips of paper and the phones' copies carry them.
    assert [code_for(seed, set()) for seed in ("o001", "o002")] == ["fj6s", "85j2"]
