"""Who looks after the channels. What belongs to an office is seen by the people of that office alone, whatever else
they are."""

from hemicycle.accounts.roles import Role

ATTENDANTS = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR, Role.MEMBER)
"""Those who see how the channels of their office are, and get a banner when something does not leave."""

MAY_PAUSE = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)
"""Stopping must never wait for somebody; it stops what other offices send, too, so it is the House's to do."""

MAY_RESUME = (Role.EDITOR, Role.ADMINISTRATOR)
"""Those who answer for what is said, or for the machines of the House, resume what was stopped."""

MAY_KEEP = (Role.EDITOR, Role.ADMINISTRATOR, Role.MEMBER)
"""Those who open, change and close accounts, each in the offices where they are that."""

MAY_ADD_REPLIES = (Role.OFFICER, Role.EDITOR, Role.MEMBER)
"""Those who add replies from a network that has no interface for them; they have seen them there."""

INBOX = (Role.OFFICER, Role.EDITOR, Role.CLERK, Role.RESEARCHER, Role.MEMBER)
"""Those who see that something came, through what, and to what it answers."""

MAY_READ = (Role.CLERK, Role.RESEARCHER, Role.MEMBER)
"""Those who read what a person wrote as it came, as with letters (listening); each look is noted."""

ANSWERERS = (Role.OFFICER, Role.EDITOR, Role.CLERK, Role.MEMBER)
"""Those who answer people, each what they may read; a researcher reads to find out, and speaks for nobody."""

MODERATORS = (Role.EDITOR, Role.CLERK, Role.MEMBER)
"""Those who apply the house rules to what everybody reads, each in the offices where they are that."""
