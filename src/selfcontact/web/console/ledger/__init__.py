"""The ledger: searched, proved, verified."""
