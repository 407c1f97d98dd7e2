from .case import Case as Case
from .decision import decision_tree as decision_tree
from .held_out import HeldOut as HeldOut
from .memo import plan_memo as plan_memo
from .memo import sensitivity as sensitivity
from .purchasing import Purchase as Purchase
from .purchasing import purchase as purchase
