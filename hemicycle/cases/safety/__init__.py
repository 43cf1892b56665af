"""Threats: what is counted of them, and what is handed over to the police."""
