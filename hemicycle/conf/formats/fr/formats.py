# Dates in full, times with the zone of the House.
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y \\à H:i T"
