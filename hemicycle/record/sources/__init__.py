"""Files of publishers: fetched from the web, watched for changes, and received into the record."""
