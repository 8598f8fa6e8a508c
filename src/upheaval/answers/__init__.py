"""The answers: what would have happened otherwise, and why.

Each answer is a function that returns a documented object; the screens of these objects are in
`upheaval.views`, their commands in `upheaval.commands`.

Contents
--------
- `explain`: probabilities of the explanations given the record, behind guard rails.
- `prepare`, `reference_table`, `table_shards`, `mixed_batch`: the simulations they rest on.
- `observation_model`, `features`: how reports come about, and what a fit sees of them.
- `model_choice`, `quick_logit`, `posterior`, `fitting`: what is learned from the simulations.
- `guard_rails`, `scores`: what must hold before a probability is given.
- `evidence`, `shapley`: what each observation says; what each explanation did.
- `self_test`, `ach`: worlds with known causes, beside the matrix of competing hypotheses.
- `whatif`: two sets of worlds with shared luck, and how they differ.
- `trace`: where and why the two worlds of a pair part, step by step.
- `interventions`: changes by name, composed with changes by hand.
- `quantities`: what a difference is taken of.
- `differences`: differences of pairs with their ranges.
- `pairs`: the runs themselves, on as many cores as there are.
- `side_by_side`: both worlds of a pair, stepped together and compared after every mechanism.
- `words`: what a trace says, in words.
- `parts`: the parts of the system, and what a run shows of each now.
- `ledgers`: who holds which office, whom organs follow, who is paid, who believes what, by day.
"""
