"""The accounts of the House on networks: what goes out through an account of ours, and what comes back.

Owns accounts on networks (`Account`), everything sent (`Content`, `Outbound`), everything received (`Inbound`), whom
we may write to (`Contact`, `Consent`, `Suppression`), and the switch that stops it all (`Pause`). What a channel is
stands in contract, which channels there are in registry.py; a folder in adapters/ speaks each network's own words.

Never decides what is said (desk, follow), never judges what came in (listening), never shows a row to anyone outside
its office. Begin reading at contract, then workflow.py and jobs/sending.py.
"""
