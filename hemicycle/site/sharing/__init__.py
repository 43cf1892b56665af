"""What is shared elsewhere: speeches, votes, bills and announcements as quotations (oEmbed) and pictures of links."""
