"""The pages of an inquiry, one noun a file. Views read, and call actions; they write nothing themselves."""
