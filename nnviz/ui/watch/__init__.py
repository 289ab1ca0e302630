"""Watch: the network at work, one moment at a time."""
