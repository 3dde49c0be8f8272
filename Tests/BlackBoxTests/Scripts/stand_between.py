"""Runs a program and passes SIGTERM on to it.

For programs that close what they inherited, by which Foundation takes a child for dead. Foundation also starts children with their
signals blocked.
"""

import signal
import subprocess
import sys

signal.pthread_sigmask(signal.SIG_SETMASK, [])
child = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *sys.argv[1:]])
signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGTERM))
sys.exit(child.wait())
