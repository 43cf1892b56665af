"""Topics, who follows what, and what is news to them."""

from hemicycle.follow.models.digest import DigestRun
from hemicycle.follow.models.entrance import Entrance, EntranceQuerySet
from hemicycle.follow.models.follower import Follower, FollowerQuerySet, Frequency, Subscription, SubscriptionQuerySet
from hemicycle.follow.models.news import News, NewsAbout, NewsQuerySet
from hemicycle.follow.models.topic import Topic, TopicQuerySet

__all__ = [
    "DigestRun",
    "Entrance",
    "EntranceQuerySet",
    "Follower",
    "FollowerQuerySet",
    "Frequency",
    "News",
    "NewsAbout",
    "NewsQuerySet",
    "Subscription",
    "SubscriptionQuerySet",
    "Topic",
    "TopicQuerySet",
]
