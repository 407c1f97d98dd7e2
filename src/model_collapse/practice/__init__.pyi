from .decision import decision_tree as decision_tree
from .held_out import HeldOut as HeldOut
