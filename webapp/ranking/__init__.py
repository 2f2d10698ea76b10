"""Ranked full-text search for Danish: folding, word forms, an inverted index, typos, compounds and scores.

A small library of its own: it knows words and documents by number, and nothing of offers or cards. `making.py` makes an
index (at publishing, on the server only); the other modules answer from one, and `static/ranking/worker/` answers the
same in whole numbers, byte for byte. A question goes through `question.py`, `matching.py` (by `expansion.py`,
`spelling.py` and `compounds.py`) and `scoring.py`. `docs/finder.md` tells the rule.
"""
