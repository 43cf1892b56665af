"""What goes out on paper: acknowledgements and answers to letters that came by post, as PDF to be printed."""
