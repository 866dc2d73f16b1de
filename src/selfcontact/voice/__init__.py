"""Telephone numbers that play a message: SIP, RTP and what a caller hears, without a database."""
