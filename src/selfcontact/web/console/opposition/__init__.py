"""The opposition list, and the replies that wait for a human."""
