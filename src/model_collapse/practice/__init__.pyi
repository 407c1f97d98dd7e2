from .decision import decision_tree as decision_tree
from .held_out import HeldOut as HeldOut
from .row_weights import resample as resample
from .row_weights import row_weights as row_weights
