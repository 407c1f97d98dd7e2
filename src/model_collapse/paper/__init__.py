"""The paper's experiments and the real tables that they use."""
