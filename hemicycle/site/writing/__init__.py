"""Writing, for everyone: the form, the page of a letter, its confirmation and status. `cases` owns what is done.

Nothing here needs a script, a cookie or a session, and nobody is asked to sign in: a form is worth what whoever sends
it may do anyway, and the page of a letter opens by its key alone. So no token of a session stands in these forms.
"""
