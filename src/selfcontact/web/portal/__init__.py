"""The face of candidates and their teams."""
