"""Measurements. They print figures; no test asserts one."""
