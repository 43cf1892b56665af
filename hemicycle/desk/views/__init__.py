"""The pages of the desk, one noun a file. Views read, and call actions; they write nothing themselves."""
