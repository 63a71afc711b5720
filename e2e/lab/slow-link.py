#!/usr/bin/env python3
"""A link between two network namespaces that is slow and loses packets, for kernels without `tc netem`.

Usage: slow-link.py NS_A IF_A NS_B IF_B DELAY_MS JITTER_MS LOSS_PERCENT
Two TUN devices; packets wait in a heap until they are due. Prints `ready` once both devices are there.
"""
import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
libc = ctypes.CDLL(None, use_errno=True)


def tun(namespace, name):
    fd = os.open("/run/netns/" + namespace, os.O_RDONLY)
    if libc.setns(fd, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns " + namespace)
    os.close(fd)
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN_NO_PI))
    return device


def main():
    ns_a, if_a, ns_b, if_b = sys.argv[1:5]
    delay, jitter, loss = (float(value) for value in sys.argv[5:8])
    dice = random.Random(1)
    a, b = tun(ns_a, if_a), tun(ns_b, if_b)
    other = {a: b, b: a}
    due = []
    count = 0
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        while due and due[0][0] <= now:
            _, _, device, packet = heapq.heappop(due)
            try:
                os.write(device, packet)
            except OSError:
                pass
        wait = max(0, due[0][0] - time.monotonic()) if due else None
        for device in select.select([a, b], [], [], wait)[0]:
            try:
                packet = os.read(device, 65536)
            except OSError:
                continue
            if dice.random() * 100 < loss:
                continue
            count += 1
            when = time.monotonic() + max(0, delay + dice.uniform(-jitter, jitter)) / 1000
            heapq.heappush(due, (when, count, other[device], packet))


main()
