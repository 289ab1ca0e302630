"""Data: one file per data set. See ``base.py`` for what a data set is and how it reaches an exported program."""
