"""Runs `python -m <module> <arguments>` and dies, children included, when stdin closes.

The parent keeps the other end of stdin. The kernel closes it however the parent ends,
SIGKILL included, so nothing is ever left running. Needs a process group of its own.
"""

import os
import runpy
import signal
import sys
import threading


def kill_group_at_end_of_input() -> None:
    while os.read(0, 1024):
        pass
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=kill_group_at_end_of_input, daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
