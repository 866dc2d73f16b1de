"""Providers' files on their way from a browser to the intake: received in pieces, sealed at once, loaded, destroyed."""
