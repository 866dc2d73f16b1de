"""The rules of the trade, and what the DPO decided of those that no source settles."""
