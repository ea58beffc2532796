"""What is near copies' own; what they find is in test_copies.py."""

import signal
import threading
import time

import numpy as np
import pytest

from miwake.audit import nearest_neighbors as near


def test_a_stop_waits_for_scipys_threads():
    """They write into arrays that a broken-off search would have freed: the process crashed."""
    ended = []

    class Tree:
        def query(self, points, k, workers):
            time.sleep(0.5)
            ended.append(True)
            return points, np.zeros((len(points), k), int)

    main = threading.main_thread().ident
    threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        near._nearest(Tree(), np.zeros((3, 2)), 2)
    assert ended
