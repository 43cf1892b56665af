"""What SQLite learns of its tables: it chooses an index by how many rows each finds. PostgreSQL looks by itself."""

from django.db import connection

# With the hundreds that https://www.sqlite.org/lang_analyze.html suggests, the few urgent cases of a large office look
# as many as all of its open ones. A million cases take less than a second, and a whole analysis ten times as long.
ROWS_LOOKED_AT = 20_000


def learn() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")
