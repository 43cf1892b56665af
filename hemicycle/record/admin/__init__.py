"""Reference data by hand: Django's admin, in our shell, for those who keep the record.

It shows and asks; every write is an action, the history is that of the audit log, and what is in use is not deleted.
Nothing that an office holds is registered here, and no letter. `site.py` is the site and its fields, `table.py` what
every kind of reference data has in common, `tables.py` the kinds, `history.py` what happened to a row.
"""

from hemicycle.record.admin import tables
from hemicycle.record.admin.site import KEEPERS, site

__all__ = ["KEEPERS", "site", "tables"]
