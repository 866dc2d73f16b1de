"""Pages of what the public reported of messages."""
