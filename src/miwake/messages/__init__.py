"""Everything that miwake says, in each language that there is a file for.

Results hold the keys and values of messages, and errors hold English templates and facts; both
are plain data, so that each front door says them in the language of its user. A value is never
looked up as a key, whatever it reads.
"""

from miwake.messages.catalogues import (
    ENGLISH,
    catalogue,
    has_message,
    help_text,
    language_entry,
    languages,
    message,
    messages,
    resolve_language,
)
from miwake.messages.translate import (
    join_items,
    join_sentences,
    render_error,
    render_error_in_all,
    translate,
    translate_in_form,
    view_name,
)

__all__ = [
    "ENGLISH",
    "catalogue",
    "has_message",
    "help_text",
    "join_items",
    "join_sentences",
    "language_entry",
    "languages",
    "message",
    "messages",
    "render_error",
    "render_error_in_all",
    "resolve_language",
    "translate",
    "translate_in_form",
    "view_name",
]
