"""One file a verb: HELP, add_arguments(parser), run(args) -> exit code.

`lintel.config.commandline` finds them by name and loads only the one that is asked for, after
Django is ready. A command that cannot go on raises `lintel.config.commandline.Cannot`.
"""
