"""Public tables, and the script that makes them."""
