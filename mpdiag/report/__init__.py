"""A run as text for people and programs: one module for each format, each with `render(run, view)`."""
