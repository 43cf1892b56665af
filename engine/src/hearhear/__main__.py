"""`python -m hearhear` is the command line."""

from hearhear.cli import main

main()
