"""Records of any kind, with fields that go together, fields of their own, and values that change on a known day."""

from hypothesis import strategies as some

MINUTES = [0, 100, 150, 200]
COUNTED = ("hours", "known", "topics", "anonymous")  # fields that are always by number
DIGITS = ["70201201", "29912345678", "116111", "112", "7020"]

texts = some.sampled_from(["", "Lyset", 'Æblet, "Ø"', "a\nb", "{}", "[1]", "\u2028"])
numbers = some.sampled_from(["", "70 20 12 01", "+299 12 34 56 78", "116 111", "112"])
html = some.lists(some.sampled_from(["<p>", "</p>", "<b>", "</b>", "[[field name]]", "og", "<i> </i>"]), max_size=6)
hosts = some.sampled_from(["", "lyset.example", "moerket.example"])
said = some.lists(
    some.sampled_from(["Lyset", "i", "Ribe,", "Ærø", "", "{}", '"', "Æ\U0001f600", "Nykøbing", "F"]), max_size=8
)
values = {
    "name": texts,
    "description": said.map(" ".join),
    "address": some.one_of(texts, said.map(" ".join)),
    "town": some.sampled_from(["", "Ribe", "Nykøbing F", "Ærø"]),
    "website": hosts.map(lambda host: f"https://{host}/om" if host else ""),
    "sourceHost": hosts,
    "phone": numbers,
    "sms": numbers,
    "hours": texts,
    "week": some.lists(texts, max_size=2),
    "known": some.sampled_from(["2026-01-01", "2026-02-02"]),
    "callFrom": some.integers(0, 2**33),
    "topics": some.lists(some.sampled_from("1234"), max_size=2, unique=True),
    "anonymous": some.sampled_from(["yes", "no", "unknown"]),
    "national": some.booleans(),
    "line": html.map("".join),
    "citizen": html.map("".join),
}
changes = some.tuples(
    some.sampled_from([100, 200]),
    some.sampled_from(list(values)).flatmap(lambda name: values[name].map(lambda value: {name: value})),
)


def _numbered(records: list[tuple[dict, list]]) -> list[dict]:
    later = [({"later": sorted(map(list, found), key=lambda one: one[0])} if found else {}) for _, found in records]
    return [one | {"code": f"r{n}"} | more for n, ((one, _), more) in enumerate(zip(records, later, strict=True))]


records = some.lists(some.tuples(some.fixed_dictionaries(values), some.lists(changes, max_size=2)), max_size=12).map(
    _numbered
)
