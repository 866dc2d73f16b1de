"""The face of anyone."""
