"""The commands of ``nnviz``, one module each: ``HELP``, ``arguments(parser)`` and ``run(options)``."""
