"""The laboratory: routes for testers, loopback only, with a key that lies in the data folder. Never on AWS."""
