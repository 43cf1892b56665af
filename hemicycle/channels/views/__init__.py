"""The pages of the channels for those who look after them, and the hooks that the other side calls; one noun a file.
Views read, and call actions; they write nothing themselves."""
