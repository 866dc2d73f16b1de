"""The audit by sampling: rows of a delivery drawn at random, whose consents the provider proves one by one."""
