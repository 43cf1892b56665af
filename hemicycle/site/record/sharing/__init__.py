"""A speech, a vote or a bill where it is shared: as a quotation (oEmbed), and as the picture of a link."""
