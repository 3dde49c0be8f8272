#!/usr/bin/env python3
"""Takes every file descriptor a running daemon may have, and tells how it fares: one JSON line.

usage: exhaust.py PORT PKI_FOLDER ROLE PID METRICS_PORT
"""
import json
import os
import resource
import socket
import sys
import time

from peer import PORT, Connection

PID, METRICS_PORT = int(sys.argv[4]), int(sys.argv[5])
SPARE, SECONDS = 8, 3


def descriptors():
    return len(os.listdir(f"/proc/{PID}/fd"))


def cpu_seconds():
    with open(f"/proc/{PID}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until(is_so, seconds=20):
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


good = Connection()
stream = 1
works = good.works(stream)
soft, hard = resource.prlimit(PID, resource.RLIMIT_NOFILE)
limit = descriptors() + SPARE
resource.prlimit(PID, resource.RLIMIT_NOFILE, (limit, hard))
# The kernel completes these; the daemon can accept only the first few.
crowd = [socket.create_connection(("127.0.0.1", PORT), timeout=20) for _ in range(5 * SPARE)]
exhausted = until(lambda: descriptors() >= limit)
crowd += [socket.create_connection(("127.0.0.1", METRICS_PORT), timeout=20) for _ in range(3)]

before, ends = cpu_seconds(), time.monotonic() + SECONDS
calls = 0
while time.monotonic() < ends:
    stream += 2
    works = works and good.works(stream)
    calls += 1
    time.sleep(0.1)
cpu = cpu_seconds() - before

for one in crowd:
    one.close()


def is_served():
    try:
        return Connection().works(1)
    except OSError:
        return False


print(json.dumps({
    "exhausted": exhausted, "goodConnectionWorks": works, "calls": calls, "cpuShare": cpu / SECONDS, "recovers": until(is_served),
}))
