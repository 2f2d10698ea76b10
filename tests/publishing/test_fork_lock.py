"""The lock around a fork: any number share it, or one has it alone."""

import threading
from queue import SimpleQueue

from webapp.publishing.fork_lock import ForkLock

LONG = 120  # seconds; nothing waits so long unless it is broken


def apart(work):
    """Do it in another thread. The thread."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_many_share_it():
    lock = ForkLock()
    with lock.shared(), lock.shared():
        other = apart(lambda: lock.shared().__enter__())
        other.join(LONG)
        assert not other.is_alive()


def test_nobody_has_it_alone_while_it_is_shared_and_then_it_can_be_shared_again():
    lock = ForkLock()
    with lock.shared():
        with lock.alone(0.01) as alone:
            assert not alone
        with lock.shared():
            pass


def test_who_wants_it_alone_gets_it_after_those_who_share_and_before_those_who_come():
    lock, said, begun = ForkLock(), SimpleQueue(), threading.Event()

    def have_it_alone():
        with lock.alone(LONG) as alone:
            said.put(("alone", alone))

    def share():
        begun.set()
        with lock.shared():
            said.put(("shared", True))

    with lock.shared():
        first = apart(have_it_alone)
        while not lock.wanted:
            first.join(0.01)
        second = apart(share)
        begun.wait(LONG)
        second.join(0.05)
        assert said.empty()
    assert [said.get(timeout=LONG), said.get(timeout=LONG)] == [("alone", True), ("shared", True)]


def test_what_fails_in_it_lets_the_next_one_in():
    lock = ForkLock()
    for having in (lock.shared, lambda: lock.alone(LONG)):
        try:
            with having():
                raise ValueError
        except ValueError:
            pass
    with lock.alone(LONG) as alone:
        assert alone
    with lock.shared():
        pass
