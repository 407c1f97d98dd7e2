"""The commands of `model-collapse`, one a module: `add` gives it to the parser, and what it runs returns a status."""
