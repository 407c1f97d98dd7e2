"""Generators that cannot be written down in a formula, through the door that readers have: subclasses of `Rows`."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
