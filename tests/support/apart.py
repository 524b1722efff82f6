"""Something called in a thread of its own: a browser test in the same process leaves an event loop that runs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def apart(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `call` returns or raises, in a thread without an event loop, as the platform's own threads are.

    Playwright's synchronous browser runs its loop in the main thread from the first browser test to the end of the
    process; whatever uses `asyncio.run` there fails, in whichever test happens to come after.
    """
    with ThreadPoolExecutor(1) as one:
        return one.submit(call, *args, **kwargs).result()
