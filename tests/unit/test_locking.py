"""The lock: one process at a time, and a process that dies lets go of it."""

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from etl.errors import Busy
from etl.locking import one_at_a_time

HOLD = """
import sys, time
from pathlib import Path
from etl.locking import one_at_a_time
with one_at_a_time(Path(sys.argv[1]), 0):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def another_process(lock, seconds):
    """A process that holds the lock already."""
    command = [sys.executable, "-c", HOLD, str(lock), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def lock(tmp_path):
    return tmp_path / "data" / "load.lock"


def test_the_second_leaves_with_a_clear_message(lock):
    message = r"Another load is running\. Nothing was changed"
    with another_process(lock, 60), pytest.raises(Busy, match=message), one_at_a_time(lock, 0):
        pytest.fail("both were inside")


def test_the_second_waits_for_the_first(lock):
    with another_process(lock, 0.5) as first, one_at_a_time(lock, 30):
        assert first.wait(10) == 0  # it ended by itself, before we came in


def test_it_does_not_give_up_before_its_time(lock):
    with another_process(lock, 60):
        started = time.monotonic()
        with pytest.raises(Busy), one_at_a_time(lock, 0.5):
            pytest.fail("both were inside")
        assert time.monotonic() - started >= 0.5


def test_a_process_that_is_killed_lets_go(lock):
    with another_process(lock, 60) as first:
        first.kill()
        first.wait(10)
        with one_at_a_time(lock, 0):
            pass


def test_it_can_be_taken_again_and_again_also_after_a_failure(lock):
    with pytest.raises(KeyError), one_at_a_time(lock, 0):
        raise KeyError
    with one_at_a_time(lock, 0):
        pass
