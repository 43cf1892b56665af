"""What people and programs fetch: feeds, files, and the workbench, where staff decide what the record cannot."""
