"""Why the service ended by itself."""

from __future__ import annotations


class ServiceError(Exception):
    """The service cannot go on; the message is one line that says what to do."""
