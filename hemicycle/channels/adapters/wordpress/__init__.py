"""A WordPress site or blog of the House: REST API (developer.wordpress.org/rest-api) with an application password.

A post, or a page, published with its pictures and their alternatives; changed in its place where it is corrected, put
into the trash where it is withdrawn. The slug ends with our key, so that a post whose answer was lost is found again,
and never made twice. Comments that the site shows come back, threaded to their post, and are answered below.
"""

from hemicycle.channels.adapters.wordpress.channel import WordPress

__all__ = ["WordPress"]
