# Dates in full, times with the zone of the House; "S" is the ordinal of "1er" (conf/dates.py).
DATE_FORMAT = "jS F Y"
DATETIME_FORMAT = "jS F Y \\à H:i T"
SHORT_DATE_FORMAT = "jS M Y"
SHORT_DATETIME_FORMAT = "jS M Y, H:i"
MONTH_DAY_FORMAT = "jS F"
