"""The House's own actors on the fediverse (ActivityPub), no other server needed: their addresses, their documents, and
who signed what. What is told to them is heard in actions/hearing.py, what they tell goes out in dispatching.py."""
