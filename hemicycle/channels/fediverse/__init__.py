"""The House's own actors on the fediverse (ActivityPub), no other server needed: their addresses, their documents, and
who signed what; and the hub of our feeds (WebSub). Nothing here writes: that is done by actions/fediverse."""
