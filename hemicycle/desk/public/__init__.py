"""What everybody reads of the desk: the register, its feeds and the API."""
