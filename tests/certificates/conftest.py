"""What the tests of the end share."""

import sys
from pathlib import Path

# The world of the campaigns' tests is imported under its full name.
sys.path.insert(0, str(Path(__file__).parents[2]))
