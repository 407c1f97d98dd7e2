"""What a team does with the weights: decide, and judge on rows that no fit sees."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
