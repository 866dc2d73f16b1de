"""What the tests of campaigns share."""

import sys
from pathlib import Path

# The world they send in is imported under its full name, here and by the journeys.
sys.path.insert(0, str(Path(__file__).parents[2]))
