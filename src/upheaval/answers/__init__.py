"""The answers: what would have happened otherwise, and why.

Each answer is a function that returns a documented object; the screens of these objects are in
`upheaval.views`, their commands in `upheaval.commands_answers`.

Contents
--------
- `whatif`: two sets of worlds with shared luck, and how they differ.
- `trace`: where and why the two worlds of a pair part, step by step.
- `interventions`: changes by name, composed with changes by hand.
- `quantities`: what a difference is taken of.
- `differences`: differences of pairs with their ranges.
- `pairs`: the runs themselves, on as many cores as there are.
- `side_by_side`: both worlds of a pair, stepped together and compared after every mechanism.
- `words`: what a trace says, in words.
"""
