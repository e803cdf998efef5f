"""The engine that ships, on one page: what lies in the folder of an index, and the way of a document and of a question.

An index is a folder. Nothing in it runs when it is read, and each file says what it is:

    manifest.0000000012.json     what the index is: schema, segments with sizes and checksums, notes      ``manifest``
    manifest.0000000011.json     the generation before, kept with its files until the next commit
    s0000000012-9f0c3ad1.seg     a segment: documents, inverted; never changes                            ``segment``
    s0000000012-9f0c3ad1.del     which of its documents are gone, one bit each                            ``store``
    kept-names.8271e35f33758aab  what follows from a state and may be lost                                ``kept``
    write.lock                   held by the one writer                                                   ``files``

A segment is a file of arrays, mapped into memory (``arrays``, whose types are in ``array_types``):

    NEWSARR1 │ array │ array │ … │ directory (JSON: name → offset, count, type, crc32) │ trailer │ NEWSARR1

and the arrays are, each drawn in the module that reads it:

    terms of a field in byte order, and where each begins                 ``terms``
    a record for each term: documents, frequencies, positions             ``postings``
    the length of the field in each document                              ``lengths`` (as Whoosh rounds it)
    values by document: numbers, words, spans of days                     ``columns``, of ``column_parts``
    what is given back for a hit: JSON and a long text, compressed        ``stored``

**The way of a document.** ``schema`` says which fields and columns there are and prepares the documents of an article;
``inverter`` numbers their terms, ``column_buffers`` keep their values, and ``field_writer`` lays out each field of a
segment; ``bulk`` is the writer that calls them, ``merge`` makes one segment of several, ``store`` makes the new
generation appear, all or nothing. ``check`` looks at every byte of it.

**The way of a question.** ``engine`` is asked; ``translate`` makes a Whoosh query of our nodes; ``executor`` evaluates
it over arrays, all segments at once; ``grouping`` puts passages under their articles and sorts; ``facets`` gives
``counts``, which are ``remembered``.
``state`` is one committed state and what was made of its columns, ``records`` what is stored of its articles;
``naming`` counts the names in it.

**Whoosh itself** can write and read segments: ``codec`` is the seam, ``codec_writers`` takes what its writers hand
over, ``codec_readers`` and ``codec_matchers`` show it what is there, ``values`` is what its formats keep with a
posting. Its own tests hold our codec to the answers of the stock one.
"""
