from .copies import Copies as Copies
from .copies import dealt as dealt
from .copies import last_rows as last_rows
from .digits import Ancestors as Ancestors
from .digits import Digits as Digits
from .digits import handwritten_digits as handwritten_digits
