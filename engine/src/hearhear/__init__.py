"""What citizens write to a parliament: campaigns and individual voices, explained."""

__version__ = "0.1.0"
