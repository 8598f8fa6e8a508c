"""The parts of the system: what each is made of, and what a run shows of it now.

Contents
--------
- `part`: what a part is; numbers with ranges.
- `street`, `court`, `claims`, `abroad`: the parts, with what they read off a run.
- `listing`: all of them in their order.
- `shows`: runs a scenario, with and without, and tells what each part shows.
"""
