"""The process that answers: what it reads, what it counts, what it writes for whoever presses 9."""
