"""One person, for the DPO alone."""
