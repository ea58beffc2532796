"""The command `studio`."""

from miwake.cli import options
from miwake.cli.console import say
from miwake.messages import resolve_language
from miwake.studio.launch import serve


def studio(asked: options.Studio) -> None:
    """Serve the page until it is stopped."""
    lang = resolve_language(asked.lang)
    serve(asked.out, asked.task or None, asked.port, lang, asked.browser, say)
