"""The report as one HTML page without script, network or fonts, made from the data alone."""

from hearhear.report.page.page import page

__all__ = ["page"]
