"""What does this file say? Files of any known format in, articles with one normalised text out.

    >>> for article in read("seeds"):  # doctest: +SKIP
    ...     print(article.published, article.headline)

``walk`` finds the files and picks the reader; ``brief``, ``plain``, ``jsonlines``, ``table`` and ``reuters`` each know
one format; ``published`` knows how dates of publication are written; ``text`` turns bytes into characters.
"""

from newsindex.readers.walk import files, read, read_file, read_with_origin

__all__ = ["files", "read", "read_file", "read_with_origin"]
