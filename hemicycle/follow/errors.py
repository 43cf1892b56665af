"""What following refuses.

FollowError
├── NotFollowable   neither a bill, a member, a committee nor a topic, or not public
├── NoFollowAccount          the House has no account through which it could write on that channel
├── BadAddress      no e-mail address or telephone number to which the House would write
├── TooMany         the House sends no more text messages to strangers today
└── TooManySearches somebody follows as many searches as anybody may
"""


class FollowError(Exception):
    pass


class NotFollowable(FollowError):
    pass


class NoFollowAccount(FollowError):
    pass


class BadAddress(FollowError):
    pass


class TooMany(FollowError):
    pass


class TooManySearches(FollowError):
    pass
