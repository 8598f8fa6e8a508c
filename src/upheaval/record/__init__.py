"""What is known about a crisis, and how well a run agrees with it.

Observations with their sources, the one list of measures that charts, scores and queries share,
and the likelihood of the record given a run.

Contents
--------
- `measures`: the list of measures; `measure` says what one is.
- `places`: where a measure is taken.
- `series`: a run as measures see it.
- `crowds`, `tolls`, `turning_points`, `power`: the functions behind the list.
- `order_of_regions`: whether regions join in the order of the record, with its test.
- `observations`: the rows of the record, typed and in the measures' units.
- `observing`: what each observation would have been in every replicate.
- `compare`: observed beside simulated; what lies inside the 90% band.
- `outcomes`: shares of the outcomes with their Monte-Carlo range.
- `reference`: the page of the documents that lists the measures.
"""
