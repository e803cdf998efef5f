"""Which newsindex is this? The one place that says so; the package is built with it."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
