"""The backend on AWS: every adapter of `embedded` once more, on services that nobody here has to keep running."""
