from . import adult as adult
from . import stored as stored
