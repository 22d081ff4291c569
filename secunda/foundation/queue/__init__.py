"""Background jobs: declared with `@job`, put in the queue inside a transaction, run by `secunda worker`."""

from secunda.foundation.queue.arguments import NotAnIdentifier
from secunda.foundation.queue.declare import Job, job, named, periodic, ready
from secunda.foundation.queue.drained import drain

__all__ = ["Job", "NotAnIdentifier", "drain", "job", "named", "periodic", "ready"]
