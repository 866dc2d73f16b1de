"""The privacy policy: versions, what changed, and the publication of the next one."""
