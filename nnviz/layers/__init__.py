"""Layers: one file per layer type. Everything a layer is stands in its file; see ``base.py``."""
