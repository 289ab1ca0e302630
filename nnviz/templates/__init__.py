"""Templates: documents that open and run, one file each. See ``base.py``."""
