"""How a refusal is said: one sentence, on one line, and not long."""

import numpy as np

_LETTERS = 60


def refusal(sentence: str, **facts: object) -> ValueError:
    """Return the refusal that a sentence makes of its facts."""
    return ValueError(sentence.format(**facts))


def shown(value: object) -> str:
    """Return a value as it stands in a sentence: on one line, and not long."""
    if isinstance(value, np.ndarray) and value.size > _LETTERS:
        return f"an array of shape {value.shape}"
    try:
        text = " ".join(repr(value.tolist() if isinstance(value, np.ndarray) else value).split())
    except Exception:  # a whole number of thousands of digits, or an object that cannot be printed
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 3]}..."
