"""Text on its way in and out: letters (mime.py), HTML as text, quotations cut off, threads of posts."""
