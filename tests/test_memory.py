"""Memory that a crowd needed goes back to the system."""

from queue import SimpleQueue

from webapp import memory


def test_what_is_free_is_given_back_again_and_again_until_it_is_enough(monkeypatch):
    given = SimpleQueue()
    monkeypatch.setattr(memory, "GIVEN_BACK_EVERY", 0)
    monkeypatch.setattr(memory, "give_back", lambda: given.put("back"))
    enough = memory.keep_giving_back()
    assert [given.get(timeout=60) for _ in range(3)] == ["back"] * 3
    enough.set()


def test_giving_back_harms_nothing_that_is_in_use():
    kept = [bytes(range(256)) * 1000 for _ in range(50)]
    del kept[::2]
    memory.give_back()
    assert set(kept) == {bytes(range(256)) * 1000}
