"""The House's own site: the public register, which shows what was released. Nothing travels."""

from hemicycle.channels.adapters.web.channel import Web

__all__ = ["Web"]
