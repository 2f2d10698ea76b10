"""The tables a search is read with, as an edition has them."""

from tests.conftest import LIBRARY
from webapp.ranking.vocabulary import Vocabulary, meanings_of, small_words

MEANINGS = meanings_of((group.words, group.means) for group in LIBRARY.synonyms)
STOPWORDS = small_words(LIBRARY.stopwords)
VOCABULARY = Vocabulary(MEANINGS, STOPWORDS, LIBRARY.laws, LIBRARY.question.as_compared())
AS_SENT = {
    "meanings": MEANINGS,
    "stopwords": sorted(STOPWORDS),
    "laws": LIBRARY.laws,
    "question": VOCABULARY.question.model_dump(),
}
# The same in a page: the worker's vocabulary, made of what is sent.
READ_IN_PAGE = "const vocabularyOf = (sent) => ({ ...sent, stopwords: new Set(sent.stopwords) });"
