"""The transparency notice of each campaign, as Regulation (EU) 2024/900 wants it, and its archive of seven years."""
