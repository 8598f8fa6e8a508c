"""How the kernels are compiled: one decorator, so that every kernel has the same arithmetic.

Floating point stays strict: no reassociation and no fused multiply-add. A citizen then gets the
same answer in the body of a vector loop, in its remainder, and on another machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])


def _sources_digest() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


SOURCES_DIGEST = _sources_digest()


def compiled(
    *, parallel: bool = False, borrows: bool = False, inner: bool = False
) -> Callable[[Function], Function]:
    """Compile a function to machine code, kept on disk for the next process where possible.

    Parameters
    ----------
    parallel
        Let `numba.prange` loops run on several threads.
    borrows
        The function makes no array and keeps none: it works on those that it is given. Then no
        references to them are counted, which otherwise takes an atomic instruction or more for
        each array and call; of the blocks of citizens that was about half.
    inner
        Only compiled functions call it: no entry for Python is compiled, which saves up to half of
        the time that takes. It borrows.

    Notes
    -----
    The machine code is kept beside the package, in ``NUMBA_CACHE_DIR`` or in the user's cache
    folder, whichever can be written. Where none can, the function is compiled anew in each
    process; that is slower to start and never an error.
    """

    def decorate(function: Function) -> Function:
        dispatcher: Any
        compile_with: Any = partial(
            njit,
            error_model="numpy",
            parallel=parallel,
            nogil=True,
            _nrt=not (borrows or inner),
            no_cpython_wrapper=inner,
            no_cfunc_wrapper=True,  # nothing here is called from C
        )
        try:
            dispatcher = compile_with(cache=True)(function)
        except RuntimeError:  # numba found no folder it may write its cache to
            dispatcher = compile_with(cache=False)(function)
        _tie_cache_to_sources(dispatcher)
        return cast(Function, dispatcher)

    return decorate


def _tie_cache_to_sources(dispatcher: Any) -> None:
    # numba discards a cached function when its own file changes, not when a function it inlined
    # from another file does: citizens compiled against older words would silently be reused.
    cache_file: Any = getattr(getattr(dispatcher, "_cache", None), "_cache_file", None)
    if hasattr(cache_file, "_source_stamp"):
        cache_file._source_stamp = SOURCES_DIGEST


def _prefer_wide_vectors(_typing_context: Any) -> Any:
    def generate(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        attributes = builder.function.attributes
        with suppress(AttributeError, TypeError, ValueError):
            # llvmlite lists the attributes it knows; this one of LLVM's is not among them.
            set.add(attributes, '"prefer-vector-width"="512"')
            attributes.add("noinline")  # inlined, the loop would take its caller's width
        return context.get_dummy_value()

    return types.none(), generate


prefer_wide_vectors: Any = intrinsic(_prefer_wide_vectors)
"""Called first in a compiled function: its loops use 512-bit vectors where the machine has them.

The compiler prefers 256 bits on such machines. A loop of many cheap selects runs about 1.5 times
as fast at full width. It changes speed only, never a result.
"""
