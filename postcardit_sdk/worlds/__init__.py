"""Worlds: users, friendships and postcards declared in a file, and brought into a backend in one call.

A file is read (`reading`), planned (`planning`) and loaded (`lab_loading` through a backend's laboratory,
`public_loading` by the API that everyone has). The same file and seed give the same plan, relative to an anchor.
"""
