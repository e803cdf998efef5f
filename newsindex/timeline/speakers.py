"""Whether two statements are made by the same speaker."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Speaker"]


@frozen
class Speaker:
    """Whoever says something, as features: a name, a role ("minister"), a country."""

    names: frozenset[str]
    roles: frozenset[str]
    countries: frozenset[str]

    def is_same(self, other: Speaker) -> bool | None:
        """Whether the two are one; None if that cannot be told."""
        if self.names and other.names:
            # "Kim" alone may be anybody, and so may "Communications".
            shared = len(self.names & other.names)
            return True if shared > min(len(self.names), len(other.names)) / 2 else None if shared else False
        same_country = bool(self.countries & other.countries)
        if self.countries and other.countries and not same_country:
            return False
        if not same_country and (self.names or other.names):
            return None
        # Of one with a name, the role is as good as unknown.
        mine, theirs = self.roles | self.names, other.roles | other.names
        if mine & theirs:
            return True
        return False if mine and theirs else None
