"""Metrics: one file per family of metrics. See ``base.py`` for what a metric is."""
