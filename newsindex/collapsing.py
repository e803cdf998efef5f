"""One row for a story told twice: which articles of an index are copies of one, found when it is asked for.

Nothing is reckoned for the whole index: the marks that each article was indexed with name the candidates, their texts
decide, and copies of copies belong to one group. So the groups are the same whatever was asked, and a page of hits
costs a few look-ups more.

    >>> Copies(index_engine).group_of("wire-1")  # doctest: +SKIP
    ('wire-1', 'wire-7')
"""

from __future__ import annotations

from attrs import frozen

from newsindex.copies import copy_pairs
from newsindex.copy_marks import body_of, copy_marks
from newsindex.documents import stored_article
from newsindex.engines.base import Engine

__all__ = ["Copies"]


@frozen
class _Printed:
    when: str
    body: str


class Copies:
    """The groups of copies in one state of an engine."""

    def __init__(self, engine: Engine) -> None:
        """``engine`` is pinned, so that all groups are of one state."""
        self._engine = engine
        self._groups: dict[str, tuple[str, ...]] = {}

    def group_of(self, article_id: str) -> tuple[str, ...]:
        """The article and its copies, the earliest printed first."""
        if article_id in self._groups:
            return self._groups[article_id]
        known: dict[str, _Printed | None] = {}
        found: dict[str, _Printed] = {}
        waiting = [article_id]
        looked_up: set[str] = set()
        while waiting:
            one = waiting.pop()
            printed = self._printed(one, known)
            if printed is None or one in found:
                continue
            found[one] = printed
            if printed.body in looked_up:  # the same words have the same copies
                continue
            looked_up.add(printed.body)
            others = (other for other in self._engine.marked(copy_marks(printed.body)) if other not in found)
            near = [(other, that.body) for other in others if (that := self._printed(other, known)) is not None]
            pairs = copy_pairs([printed.body, *(body for _, body in near)])
            waiting.extend(near[second - 1][0] for first, second, _ in pairs if first == 0)
        group = tuple(sorted(found, key=lambda one: (found[one].when, one))) or (article_id,)
        if len(group) > 1:  # an article without copies is not asked for again
            self._groups.update(dict.fromkeys(group, group))
        return group

    def _printed(self, article_id: str, known: dict[str, _Printed | None]) -> _Printed | None:
        if article_id not in known:
            stored = self._engine.stored(article_id)
            article = None if stored is None else stored_article(stored)
            known[article_id] = None if article is None else _Printed(article.published.isoformat(), body_of(article))
        return known[article_id]
