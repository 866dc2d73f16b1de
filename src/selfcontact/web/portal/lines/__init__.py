"""Voice lines, as their candidate sees them."""
