"""The wiring, and nothing else: settings, addresses, the worker, the command line.

Owns no table and no page of its own beyond health and language. Every app below is named here once.
Begin reading at settings.py, then worker.py and cli.py.
"""
