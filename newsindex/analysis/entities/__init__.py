"""Which people, organisations and places are named in a text, and where?

A ``Recognizer`` finds the mentions; ``link`` gives each mention the fullest name that the article itself supports, so
that "Budanov" after "Kyrylo Budanov" bears the name "Kyrylo Budanov". ``default_recognizer()`` is the one that ships;
``newsindex.analysis.entities.adapters`` wraps a spaCy pipeline or NLTK's ``ne_chunk`` that the user has installed.

    >>> from newsindex.analysis.entities import default_recognizer, link
    >>> mentions = default_recognizer().recognize(text, tokens, sentences)  # doctest: +SKIP
    >>> link(text, None, mentions)  # doctest: +SKIP
"""

from __future__ import annotations

from newsindex.analysis.entities.linking import link
from newsindex.analysis.entities.recognizer import BatchRecognizer, Recognizer, default_recognizer, recognize_all

__all__ = ["BatchRecognizer", "Recognizer", "default_recognizer", "link", "recognize_all"]
