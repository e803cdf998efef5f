"""How the name recogniser learns, and the annotated news that it learns from.

``python -m newsindex.analysis.entities.training --help`` tells how to train. This folder is left out of the wheel: what
it makes, two files in ``newsindex/analysis/entities/data``, is what ships.
"""
