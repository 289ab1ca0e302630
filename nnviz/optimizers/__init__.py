"""Optimizers: one file per optimizer. See ``base.py`` for what an optimizer is."""
