"""The engine of the problems: draws, small matrices, Newton steps. Not for readers."""
