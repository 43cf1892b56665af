"""What programs fetch of the record: feeds, the calendar and files. The pages that people read are in `site`."""
