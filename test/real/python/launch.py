# SPDX-License-Identifier: Apache-2.0
"""launch.py COMMAND ARGUMENT... : becomes COMMAND, and asks Linux to end it when the test run that started it dies."""
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
os.execvp(sys.argv[1], sys.argv[1:])
