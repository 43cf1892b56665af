"""Campaigns as pages show them, and where the public reads them."""
