"""Where migrations find it."""

from .outgoing import new_token

__all__ = ["new_token"]
