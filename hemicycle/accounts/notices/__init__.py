"""What staff are notified of: by the bell of every page, and by e-mail as each person chose.

Apps register kinds at start (kinds.py) and call `actions.notify` in the transaction of the event. The bell
shows titles to whoever may see them, asked anew each time (presenting.py); a mail holds the name of an office and a
number at most (mailing.py). Never knows what a notice is about.
"""
