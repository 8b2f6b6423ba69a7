"""What a laboratory hears and says. It is no part of openapi.json: only a backend on this machine has one."""
