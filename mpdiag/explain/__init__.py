"""From observations to causes: expectations, surprises, and the pages that explain a difference."""
