"""How guessing is slowed down."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from tests.people import START
from webapp.database import db
from webapp.users.throttle import Backoff, LoginTries, RateLimit, Tries


class Remembering:
    """A rule and what it remembers, without a database."""

    def __init__(self, rule):
        self.rule, self.states = rule, {}

    def begin(self, key, moment):
        """Seconds to wait."""
        wait, self.states[key] = self.rule.begin(self.states.get(key), moment)
        return wait


def after(**amount):
    return START + timedelta(**amount)


def test_five_at_once_then_a_wait_that_grows_to_five_minutes():
    backoff = Remembering(Backoff())
    assert [backoff.begin("anna", START) for _ in range(6)] == [0, 0, 0, 0, 0, 60]
    moment, waits = START, []
    for _ in range(6):
        wait = backoff.begin("anna", moment)
        waits.append(wait)
        moment += timedelta(seconds=wait)
        assert backoff.begin("anna", moment) == 0
    assert waits == [60, 120, 240, 300, 300, 300]


def test_waiting_tries_do_not_make_the_wait_longer():
    backoff = Remembering(Backoff())
    for _ in range(5):
        backoff.begin("anna", START)
    assert {backoff.begin("anna", after(seconds=30)) for _ in range(1000)} == {30}
    assert backoff.begin("anna", after(seconds=59.9)) == 1, "not nothing, which would let it in"


def test_one_is_not_held_back_by_another():
    backoff = Remembering(Backoff())
    for _ in range(50):
        backoff.begin("anna", START)
    assert backoff.begin("bo", START) == 0


def test_a_day_makes_it_good_again():
    backoff = Remembering(Backoff())
    for _ in range(9):
        backoff.begin("bo", START)
    assert [backoff.begin("bo", after(days=1, seconds=1)) for _ in range(5)] == [0] * 5


def test_tries_are_counted_for_each_key_and_kind_and_forgiven(desk):
    tries, codes = Tries("password", Backoff(), "secret"), Tries("code", Backoff(), "secret")
    with desk.app_context():
        assert [tries.begin("anna", START) for _ in range(6)] == [0, 0, 0, 0, 0, 60]
        assert tries.begin("bo", START) == codes.begin("anna", START) == 0
        tries.reset("anna")
        assert tries.begin("anna", START) == 0


def test_try_that_another_server_forgets_meanwhile_is_no_fault(desk):
    class Forgotten(Backoff):
        def begin(self, state, moment):
            db.session.connection().execute(LoginTries.__table__.delete())  # past what this session knows
            return super().begin(state, moment)

    with desk.app_context():
        Tries("password", Backoff(), "x").begin("anna", START)
        assert Tries("password", Forgotten(), "x").begin("anna", START) == 0


def test_what_is_remembered_is_little_and_gone_after_a_day(desk):
    tries = Tries("password", Backoff(), "secret", room=10)
    with desk.app_context():
        for number in range(25):
            tries.begin(f"person{number}@eksempel.dk", after(seconds=number))
        kept = db.session.execute(db.select(LoginTries)).scalars().all()
        assert len(kept) == 10 and min(row.last for row in kept) == after(seconds=15)
        assert not any("person" in row.key + row.state for row in kept)
        tries.begin("anna", after(days=2))
        assert len(db.session.execute(db.select(LoginTries)).scalars().all()) == 1


@given(some.lists(some.integers(0, 400), max_size=60))
def test_nobody_waits_longer_than_the_longest_and_few_get_through(pauses):
    backoff, moment, taken = Remembering(Backoff()), START, 0
    for pause in pauses:
        moment += timedelta(seconds=pause)
        wait = backoff.begin("anna", moment)
        assert 0 <= wait <= 300
        taken += wait == 0
    assert taken <= 5 + sum(pauses) // 60


@given(some.lists(some.integers(0, 30), min_size=1, max_size=200))
def test_brake_lets_so_many_through_in_any_minute(pauses):
    limit, moment, through = Remembering(RateLimit(most=10, seconds=60)), START, []
    for pause in pauses:
        moment += timedelta(seconds=pause)
        if limit.begin("", moment) == 0:
            through.append(moment)
    for first in through:
        assert sum(first <= other < first + timedelta(seconds=60) for other in through) <= 10


def test_clock_that_is_set_back_makes_no_wait_longer():
    backoff, limit = Remembering(Backoff()), Remembering(RateLimit(most=2, seconds=60))
    for _ in range(5):
        backoff.begin("anna", START)
    assert backoff.begin("anna", after(days=-1)) == 60
    assert backoff.begin("anna", after(days=-1, seconds=61)) == 0
    assert [limit.begin("", START) for _ in range(3)] == [0, 0, 60]
    assert limit.begin("", after(days=-1)) == 60
    assert limit.begin("", after(days=-1, seconds=61)) == 0
