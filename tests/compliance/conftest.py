"""What the tests of the rules share."""

import sys
from pathlib import Path

# Tables of cases are imported under their full name.
sys.path.insert(0, str(Path(__file__).parents[2]))
