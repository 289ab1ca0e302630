"""Losses: one file per loss. See ``base.py`` for what a loss is."""
