"""From verdicts to sealed contacts: two processes read, judge, seal and copy; one transaction publishes."""
