"""The process in which other people's files are opened: it may neither write a file nor run for long."""

import resource
import struct
import sys

import msgspec

from platform_api.conversion.limits import NotConvertible
from platform_api.conversion.work import Job, Outcome, do

_MEMORY = 3 * 1024**3  # bytes of addresses, much of it the libraries' own
_SECONDS = 60


def main() -> int:
    """One job in on stdin, one answer out on stdout: a length, JSON, then bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    received = sys.stdin.buffer
    (length,) = struct.unpack(">I", received.read(4))
    job = msgspec.json.decode(received.read(length), type=Job)
    files = [received.read(size) for size in job.sizes]
    try:
        outcome, data = do(job, files)
    except NotConvertible as refused:
        outcome, data = Outcome(refused=refused.reason), b""
    except MemoryError:
        outcome, data = Outcome(refused="upload_too_complex"), b""
    answer = msgspec.json.encode(outcome)
    sys.stdout.buffer.write(struct.pack(">I", len(answer)) + answer + data)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
