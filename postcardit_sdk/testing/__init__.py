"""What the pytest plugin hands to tests: backends in folders of their own, worlds, a clock, a weather, a mailbox."""
