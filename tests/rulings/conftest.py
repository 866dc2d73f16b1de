"""What the tests of decisions share."""

import sys
from pathlib import Path

# The worlds of other tests are imported under their full name.
sys.path.insert(0, str(Path(__file__).parents[2]))
