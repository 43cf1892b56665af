"""How long it is kept who follows what."""

from datetime import timedelta

from hemicycle.rules import retention

retention.register("follow.Topic", keeps=None, why="What can be followed; holds no person's data.")
retention.register(
    "follow.Follower", keeps=None, why="As long as its owner follows something; goes with the last subscription."
)
retention.register(
    "follow.Subscription",
    keeps=None,
    why="As long as its owner wants it: deleted the moment it ends, and when it is not confirmed in time.",
)
for _model, _field in {"News": "at", "NewsAbout": "news__at"}.items():
    retention.register(
        f"follow.{_model}",
        keeps=timedelta(days=60),
        counted_from=_field,
        why="the longest digest covers a week; the rest is for whoever asks why they were told",
    )
retention.register("follow.Entrance", keeps=None, why="Which of our accounts speaks; holds no person's data.")
retention.register(
    "follow.DigestRun",
    keeps=timedelta(days=60),
    counted_from="until",
    why="shows when digests were made; holds no person's data",
)
