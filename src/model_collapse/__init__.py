"""Simulate recursive training on synthetic data, and weight real and synthetic rows so that it does not collapse.

Names are loaded when they are first asked for; `__init__.pyi` says where each of them lives.
"""

import lazy_loader as _lazy

__version__ = "0.2.0"

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
