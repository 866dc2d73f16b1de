"""The reference pages of the documentation, drawn from the code each time the site is built."""
