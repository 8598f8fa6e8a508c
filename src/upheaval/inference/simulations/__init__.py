"""Tables of simulations drawn from the priors: what a row is, how shards are made and read."""
