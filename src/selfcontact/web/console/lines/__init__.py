"""Voice lines: what they say, who signed it, whether they are on the air, and how they are listened to."""
