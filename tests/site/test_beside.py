"""Work beside a build: what it returns or raises comes back, and it ends with its context."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from parser.processes import FORKS
from publisher.beside import Beside, may_fork

forked = pytest.mark.skipif(not FORKS, reason="processes cannot be forked here")


def fail() -> None:
    raise ValueError("no such thing")


@pytest.mark.parametrize("forks", [False, pytest.param(True, marks=forked)])
def test_the_result_comes_back_and_so_does_what_was_raised(forks: bool) -> None:
    with Beside(os.getpid, forks=forks) as work:
        assert (work.result() != os.getpid()) == forks
    with Beside(fail, forks=forks) as failing, pytest.raises(ValueError, match="no such thing"):
        failing.result()


@forked
def test_a_process_that_dies_is_told() -> None:
    with (
        Beside(lambda: os.kill(os.getpid(), signal.SIGKILL), forks=True) as work,
        pytest.raises(BrokenProcessPool),
    ):
        work.result()


@forked
def test_nobody_works_on_for_a_result_that_nobody_takes() -> None:
    with Beside(lambda: time.sleep(600), forks=True) as work:
        process = work._process
        assert process is not None
        assert process.is_alive()
    assert not process.is_alive()


@forked
def test_it_gives_way_as_far_as_it_is_told() -> None:
    own = os.nice(0)
    with Beside(lambda: os.nice(0), forks=True, nice=3) as work:
        assert work.result() == own + 3


#: Threads of OpenMP before the process is forked; then what a build does beside.
THREADS_BEFORE = """
import numpy as np
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from publisher.beside import Beside
from related.analysis import analyse
from related.repeats import Repeats
from related.similar import find_anew

ones = csr_matrix(np.ones((50, 50), np.int32))
sp_matmul_topn(ones, ones, top_n=3, sort=True, n_threads=2)
record = b'{"question": ["Les digues du fleuve menacent les riverains."]}'
analysis = analyse([record] * 4)
with Beside(lambda: find_anew(analysis, Repeats()).of(0), forks=True) as work:
    assert work.result() == [3, 2, 1]
"""


@forked
def test_similar_questions_are_found_in_a_process_forked_from_one_with_threads() -> None:
    subprocess.run([sys.executable, "-c", THREADS_BEFORE], check=True, timeout=60)


def test_one_process_and_a_cluster_have_nothing_beside() -> None:
    assert not may_fork(1, None)
    assert may_fork(2, None) == FORKS
