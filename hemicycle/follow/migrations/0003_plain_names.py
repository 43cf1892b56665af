"""The field's words for what is followed, who was notified, and the account that writes to followers."""

from django.db import migrations, models
from django.db.models import Q


FREQUENCIES = [
    ("at_once", "At once"),
    ("daily", "Once a day, in one message"),
    ("weekly", "Once a week, in one message"),
]


class Migration(migrations.Migration):
    dependencies = [("follow", "0002_entrances_digests")]

    operations = [
        migrations.RemoveConstraint("subscription", "follow_subscription_once"),
        migrations.RemoveIndex("subscription", "follow_subscription_told"),
        migrations.RenameField("subscription", "thing", "followable"),
        migrations.AddConstraint(
            "subscription",
            models.UniqueConstraint(fields=["follower", "followable"], name="follow_subscription_once"),
        ),
        migrations.AddIndex(
            "subscription",
            models.Index(
                fields=["followable", "follower"],
                condition=Q(confirmed_at__isnull=False),
                name="follow_subscription_notify",
            ),
        ),
        migrations.RemoveConstraint("newsabout", "follow_newsabout_once"),
        migrations.RemoveIndex("newsabout", "follow_newsabout_thing"),
        migrations.RenameField("newsabout", "thing", "followable"),
        migrations.AddConstraint(
            "newsabout", models.UniqueConstraint(fields=["news", "followable"], name="follow_newsabout_once")
        ),
        migrations.AddIndex("newsabout", models.Index(fields=["followable"], name="follow_newsabout_what")),
        migrations.RemoveIndex("follower", "follow_follower_digest"),
        migrations.RenameField("follower", "told_until", "notified_until"),
        migrations.AddIndex(
            "follower", models.Index(fields=["frequency", "notified_until"], name="follow_follower_digest")
        ),
        migrations.RemoveConstraint("entrance", "follow_entrance_channel_is_one_to_one"),
        migrations.RenameModel("Entrance", "FollowAccount"),
        migrations.AddConstraint(
            "followaccount",
            models.CheckConstraint(condition=Q(channel__in=["email", "sms"]), name="follow_account_is_one_to_one"),
        ),
        migrations.AlterField("digestrun", "frequency", models.CharField(choices=FREQUENCIES, max_length=10)),
        migrations.AlterField(
            "follower",
            "frequency",
            models.CharField(choices=FREQUENCIES, default="at_once", max_length=10, verbose_name="How often"),
        ),
    ]
