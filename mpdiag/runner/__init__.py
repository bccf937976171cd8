"""The supervisor: plans the cells, starts them, measures them from outside, and ends them."""
