"""The result of a run as data: the narrow waist between measuring and reporting."""
