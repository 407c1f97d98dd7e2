"""What was asked and predicted, a module a topic."""
