"""How fast it is: the memory of the machine, the kernel, the whole model, and others' models.

All rates are per second of processor time, on one thread, so that a busy machine changes them
little; rates that are compared are measured in the same minute.

- `kernel`   memory speed (triad), the citizens' kernel alone and batched
- `model`    the flagship, by mechanism; worlds a minute of a processor; memory
- `worlds`   processor time of one coarse world: a card's, and the flagship at 1:200
- `slopes`   how the cost grows with people, replicates, cities and factions
- `startup`  import, and time to the first tick, with compiled code and without
- `peers`    Mesa, AgentPy and Starsim, each in an environment of its own
"""
