"""Child processes that cannot outlive their parent.

On Linux the kernel itself ends a child whose parent died (PR_SET_PDEATHSIG), even by SIGKILL; elsewhere a thread
of the child watches for it. What a child forks in turn is bound in the same way, so that nothing is left behind:
neither a web server's workers nor the process in which a job runs.
"""

from __future__ import annotations

import contextlib
import contextvars
import ctypes
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_LINUX: Final = sys.platform.startswith("linux")
_libc: Final = ctypes.CDLL(None, use_errno=True) if _LINUX else None
_HANDLED: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_log = logging.getLogger(__name__)


def fork(run: Callable[[], None], *, when_orphaned: signal.Signals = signal.SIGKILL) -> int:
    """Start a child in a session of its own that calls `run` and ends; its process id.

    `when_orphaned` is what the child gets when this process dies. Must be called from the main thread: the kernel
    binds the child to the thread that made it.
    """
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    # A signal between the fork and the reset would meet the parent's handler in the child, and be lost.
    signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
    try:
        child = os.fork()
        if child == 0:
            _be_child(run, parent, when_orphaned)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
    return child


def _be_child(run: Callable[[], None], parent: int, when_orphaned: signal.Signals) -> None:
    """Run and end, never returning into the parent's code."""
    status = 1
    try:
        os.setsid()
        for number in _HANDLED:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
        follow(parent, when_orphaned)
        bind_forks()
        contextvars.Context().run(run)  # without the application context in which a command line runs
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        _log.exception("A process of the shop failed.")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def follow(parent: int, when_orphaned: signal.Signals) -> None:
    """Let this process get `when_orphaned` when `parent`, which started it, dies."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(when_orphaned), 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent, when_orphaned), daemon=True).start()
    if os.getppid() != parent:  # it died before we asked to be told
        os.kill(os.getpid(), when_orphaned)


def _watch(parent: int, when_orphaned: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), when_orphaned)


def bind_forks() -> None:
    """Bind whatever this process forks later from its main thread to this process, as `fork` does."""
    forking: list[int] = []

    def before() -> None:
        forking[:] = [os.getpid()] if threading.current_thread() is threading.main_thread() else []

    def in_child() -> None:
        if forking:
            follow(forking[0], signal.SIGKILL)

    os.register_at_fork(before=before, after_in_child=in_child)


def ended(child: int) -> int | None:
    """The exit status of `child` (negative: the signal that ended it), or None while it runs."""
    try:
        found, status = os.waitpid(child, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if found else None


def stop(child: int, patience: float) -> None:
    """Ask `child` to end, wait up to `patience` seconds, then end it and its session's processes."""
    _signal(os.kill, child, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while ended(child) is None:
        if time.monotonic() > deadline:
            _signal(os.killpg, child, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.02)
    _signal(os.killpg, child, signal.SIGKILL)


def _signal(send: Callable[[int, int], None], target: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        send(target, number)
