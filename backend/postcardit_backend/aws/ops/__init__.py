"""What keeps a stage on AWS running: its template, its package, its deployment, its health and its price."""
