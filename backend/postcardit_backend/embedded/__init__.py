"""The backend on one machine: SQLite and files in one folder. Any number of processes may open it at once."""
