"""The policy that is published is the policy that the software enforces: parameter by parameter, both ways.

Which code reads a parameter is found in the source (source.py); which test proves that it is obeyed stands in its
declaration. What is missing on either side is a fault (report.py).
"""

from .report import Enforcement, Fault, enforcements, faults
from .source import Reading, readings

__all__ = ["Enforcement", "Fault", "Reading", "enforcements", "faults", "readings"]
