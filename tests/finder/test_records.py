"""Records as columns come back as they were, at any minute and in any order."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.finder import tables
from webapp.dated import as_of
from webapp.finder.packing import packed
from webapp.finder.records import ByCode, Records


@given(
    tables.records,
    some.sampled_from(tables.MINUTES),
    some.randoms(),
    some.sampled_from([1, 1000]),
    some.sampled_from([1, 2, 50]),
)
def test_records_come_back_as_they_were(records, minute, chance, fewest_for_words, each):
    body = packed(records, fewest_for_words, each)
    expected = [as_of(record, minute) for record in records]
    assert [dict(one) for one in Records(body, minute)] == expected
    order = chance.sample(range(len(records)), chance.randint(0, len(records)))
    shown = Records(body, minute, order)
    assert [dict(one) for one in shown] == [expected[row] for row in order]
    for name in tables.COUNTED:
        numbers, values = shown.column(name)
        assert [values[number] for number in numbers] == [expected[row][name] for row in order]
    by_code = ByCode(shown)
    assert {code: dict(by_code[code]) for code in by_code} == {expected[row]["code"]: expected[row] for row in order}
    assert all((expected[row]["code"] in by_code) == (row in order) for row in range(len(records)))
    assert [shown.places_of_rows()[row] for row in order] == list(range(len(order)))


@pytest.mark.parametrize("many", [1, 255, 256, 257, 65536, 65537])
def test_numbers_are_as_wide_as_they_must_be(many):
    records = [{"code": f"c{number}", "known": f"{number:06}"} for number in range(many)]
    read = Records(packed(records), 0)
    assert [read[place]["known"] for place in (0, many // 2, many - 1)] == [
        f"{number:06}" for number in (0, many // 2, many - 1)
    ]


def test_one_more_value_moves_few_of_the_others():
    records = [{"code": f"c{number}", "name": f"Sted {number}", "phone": f"{number:08}"} for number in range(2000)]
    changed = [record | ({"phone": "99999999"} if record["code"] == "c1000" else {}) for record in records]
    before, after = packed(records), packed(changed)
    assert len(before) == len(after) and sum(one != two for one, two in zip(before, after, strict=True)) <= 8


def test_columns_that_go_together_are_one():
    kinds = [("1", "yes", "Ring først"), ("2", "no", ""), ("3", "yes", "")]
    records = [
        {"code": f"c{row}", "topics": [kinds[row % 3][0]], "free": kinds[row % 3][1], "hoursNote": kinds[row % 3][2]}
        | {"languages": [str(row * 7 % 100)]}
        for row in range(300)
    ]
    body = packed(records)
    columns = [fields for fields, *_ in json.loads(body.partition(b"\n")[0])["columns"]]
    assert sorted(columns) == [["code"], ["languages"], ["topics", "free", "hoursNote"]]
    assert [dict(one) for one in Records(body, 0)] == records
    few = json.loads(packed(records[:30]).partition(b"\n")[0])["columns"]
    assert len(few) == 5, "that may be chance"


def test_many_different_words_come_back():
    # More words than short numbers, and than numbers of any kind.
    records = [
        {"code": f"c{row}", "name": " ".join(f"ord{row * 7 + word}" for word in range(9)) * 4, "town": "ord3"}
        for row in range(3000)
    ]
    read = Records(packed(records), 0)
    assert all(read[row]["name"] == record["name"] for row, record in enumerate(records))
    assert len(packed(records)) < len(packed(records, len(records) + 1))


def test_a_number_is_found_however_it_is_spaced():
    numbers = ["70 20 12 01", "", "116 111", "+299 12 34 56", "70 20 12 01"]
    records = [{"code": f"c{row}", "phone": one, "sms": ""} for row, one in enumerate(numbers)]
    records[1]["later"] = [[100, {"phone": "70 20 12 02"}]]
    records[0]["later"] = [[100, {"phone": ""}]]
    found = [Records(packed(records), minute).reached_at for minute in (0, 100)]
    assert [[at(one) for one in ("70201201", "70201202", "116111", "299123456", "7020")] for at in found] == [
        [[0, 4], [1], [2], [3], []],
        [[0, 4], [1], [2], [3], []],
    ]
