"""What the seed writes, as plain data."""
