"""Changes of the privacy policy: whom a version that weighs concerns, who was told of it, and who is left."""
