"""The programming interface: the same actions as the console's, behind tokens; described by one OpenAPI document."""
