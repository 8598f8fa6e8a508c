"""Where batches run besides this machine: the workers of a Dask cluster.

``dask://HOST:PORT`` is the address of a `dask.distributed` scheduler. Its workers must see the
folder of the store under the same path and have the same version of this package; each is best
started with one thread a process. A worker that dies loses the batch it was at and nothing else.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any, ParamSpec, TypeVar

from upheaval.errors import UpheavalError

P = ParamSpec("P")
R = TypeVar("R")

SCHEME = "dask://"
CONNECT_SECONDS = 10.0


def executor_maker(address: str) -> Callable[[], Executor]:
    """Give what makes the executor of an address, ``dask://HOST:PORT``.

    Raises
    ------
    UpheavalError
        If the address has another form, dask.distributed is not installed, or, when called, if no
        scheduler answers.
    """
    host, _, port = address.removeprefix(SCHEME).rpartition(":")
    if not (address.startswith(SCHEME) and host and port.isdigit()):
        raise UpheavalError(
            f"`executor`: got '{address}', expected the address of a Dask scheduler, such as "
            f"{SCHEME}127.0.0.1:8786"
        )
    if importlib.util.find_spec("distributed") is None:
        raise UpheavalError("`executor`: dask.distributed is missing; install upheaval[dask]")
    return lambda: DaskExecutor(f"tcp://{host}:{port}")


class DaskExecutor(Executor):
    """A Dask cluster as an executor; what the loss of workers raises is a `BrokenExecutor`."""

    def __init__(self, address: str) -> None:
        distributed: Any = importlib.import_module("distributed")
        try:
            self._client = distributed.Client(
                address, timeout=CONNECT_SECONDS, set_as_default=False, name="upheaval"
            )
        except (OSError, ValueError) as error:
            raise UpheavalError(f"no Dask scheduler answers at {address}: {error}") from None
        self._inner = self._client.get_executor(pure=False)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Send a task to the cluster."""
        outer: Future[R] = Future()
        outer.set_running_or_notify_cancel()
        inner = self._inner.submit(fn, *args, **kwargs)
        inner.add_done_callback(lambda done: _pass_on(done, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; it goes on, without our tasks if they are cancelled."""
        self._inner.shutdown(wait=wait and not cancel_futures)
        self._client.close(timeout=CONNECT_SECONDS)


def _pass_on(inner: Future[R], outer: Future[R]) -> None:
    try:
        outer.set_result(inner.result())
    except CancelledError:
        outer.set_exception(BrokenExecutor("the cluster dropped a batch"))
    except Exception as error:
        outer.set_exception(BrokenExecutor(str(error)) if _is_loss(error) else error)


def _is_loss(error: Exception) -> bool:
    """Tell whether a worker or the scheduler was lost, as opposed to a task that failed."""
    distributed: Any = importlib.import_module("distributed")
    kinds = (
        distributed.KilledWorker,
        distributed.comm.CommClosedError,
        distributed.client.FutureCancelledError,
    )
    return isinstance(error, kinds)
