"""One thin file per subcommand: `configure` declares its options, `run` returns its exit code."""
