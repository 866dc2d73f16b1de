"""PostgreSQL: the embedded server, connections by role, partitions by mandate."""
