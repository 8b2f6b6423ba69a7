"""Moving up: what a data folder holds, carried to a stage on AWS. Besides wiring, this alone knows both stores."""
