"""What the demo shows, as plain data."""
