"""What the demonstration registers at start."""

from hemicycle.accounts.navigation import register_public_banner
from hemicycle.demo import progress

register_public_banner("demonstration", progress.banner)
