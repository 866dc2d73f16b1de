"""Telephone numbers that play an approved recording to whoever calls: the lines, their prompts, what is counted."""
