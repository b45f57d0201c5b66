"""By blood: the circulation as a Markov chain, its figures and its explorers."""
