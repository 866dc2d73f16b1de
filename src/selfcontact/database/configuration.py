"""The two configuration files of the embedded server, written at each start."""

from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "min_wal_size": "256MB",
    "checkpoint_timeout": "15min",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    # A transaction over all mandates touches as many partitions.
    "max_locks_per_transaction": "512",
    # /dev/shm is often 64 MB in a container.
    "dynamic_shared_memory_type": "sysv",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Nothing of a row reaches the log: no statement, parameter, detail, and no error, whose sentence quotes values.
    "log_min_messages": "log",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}

#: Whoever enters the socket's directory (mode 0700) is trusted; nobody else gets that far.
HBA = "local all all trust\n"


def postgresql_conf(*, socket: Path, lz4: bool) -> str:
    """Return `postgresql.conf` for a server whose socket is in the directory `socket`."""
    settings = SETTINGS | {"unix_socket_directories": str(socket), "wal_compression": "lz4" if lz4 else "off"}
    quoted = {name: value.replace("'", "''") for name, value in settings.items()}
    return "".join(f"{name} = '{value}'\n" for name, value in quoted.items())
