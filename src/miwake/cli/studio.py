"""The command `studio`."""

from miwake.cli import command_options
from miwake.cli.console import say
from miwake.messages import resolve_language
from miwake.studio.launch import serve


def studio(args: command_options.Studio) -> None:
    """Serve the page until it is stopped."""
    lang = args.lang and resolve_language(args.lang)
    serve(args.out, args.task or None, args.port, lang, args.browser, say)
