"""Downloads that do not end."""

import time


def urlretrieve(url, filename=None, reporthook=None, data=None):
    for block in range(1000):
        reporthook(block, 1000, 1_000_000)
        time.sleep(0.05)
