"""Files of providers: received, looked at, loaded, and what became of them."""
