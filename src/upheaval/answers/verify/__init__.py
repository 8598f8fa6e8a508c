"""Verify: what would be worth checking, by how much it may be expected to change the answer.

- `candidates`: what could be checked: doubtful rows, and what nobody measured
- `again`: worlds like the record, run again and measured for that
- `claims`: open claims, and what settling them would say
- `findings`: what would be found, in a few classes
- `worth`: expected change: information, or variance taken away
- `target`: the quantity that is asked for
- `verify`: the question and its answer
"""
