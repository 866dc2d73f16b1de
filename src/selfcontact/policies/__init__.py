"""The privacy policy, version by version: what was promised to people, from which day, and what changed."""
