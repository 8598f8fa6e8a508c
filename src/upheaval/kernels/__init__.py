"""The ground floor: compiled loops on plain arrays, with nothing political in them.

- `words`     the one random source: (seed, replicate, decision, tick, row) -> a 64-bit word
- `citizens`  one tick of millions of threshold citizens, over many replicates at once
              (its compiled loops are in `citizens_loops`; `citizens_skip` leaves out whoever
              cannot change, of people sorted as `citizens_order` tells)
- `lattice`   people and officers on a torus, after Epstein (`lattice_board`, `lattice_loops`)
- `network`   thresholds on a sparse network; `network_shapes` draws the networks
- `decision`  the one rule of decision that these three share
- `coalition` the ultimate ruling coalition among weighted players
- `threads`   blocks shared out among threads
- `compiling` how the loops are compiled and cached

A kernel takes arrays and scalars and imports nothing else of the package; names and units belong
to the mechanism that calls it. No kernel is imported until asked for by its full module name, so
that a program that needs none never pays for the compiler.
"""
