"""Decoding photos in a process of its own: what hostile bytes do to a decoder happens there."""
