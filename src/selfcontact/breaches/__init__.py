"""Breaches of personal data (GDPR art. 33): what happened, whom it touches, who was told and when."""
