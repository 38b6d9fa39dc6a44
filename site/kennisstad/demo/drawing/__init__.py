"""Geometric drawings for the covers of the demo content."""
