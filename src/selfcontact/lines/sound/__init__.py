"""From whatever file somebody recorded to what a telephone plays."""
