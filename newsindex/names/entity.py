"""What the reader sees of an entity."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from newsindex.analysis.annotated import EntityType

__all__ = ["Entity"]


@frozen
class Entity:
    """A person, organisation or place of an index, under all its names."""

    name: str
    type: EntityType
    articles: int
    """How many articles name it, under whatever alias."""
    aliases: tuple[str, ...] = ()
    """Its other names and spellings; each of them finds it."""
    might_be: tuple[str, ...] = ()
    """For a name that fits several entities (a surname of two people), theirs: it was joined to none of them."""
    together: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    """Where it was asked who is named near somebody: the passages that name both, as article id and passage number."""

    @property
    def together_in(self) -> tuple[str, ...]:
        """The ids of the articles of ``together``, each once."""
        return tuple(dict.fromkeys(article_id for article_id, _ in self.together))

    def to_dict(self) -> dict[str, Any]:
        """The entity as JSON-ready values."""
        values: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "articles": self.articles,
            "aliases": list(self.aliases),
            "might_be": list(self.might_be),
        }
        if self.together:
            values["together"] = [{"id": article_id, "passage": passage} for article_id, passage in self.together]
        return values
