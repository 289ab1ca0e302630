"""Train: full training by the exported program in a process of its own, and what comes back."""
