"""The closed networks: what a post may be there, and how its address looks. Figures are those that the networks
publish; where one says none, there is none here. Those of pictures were told by others, and have still to be held
against the pages that are named.

facebook    63,206 characters (announced 2011-11-30); facebook.com/help/214124458607871 (alternatives); pictures of
            10 MB, JPEG or PNG (developers.facebook.com/docs/graph-api/reference/page/photos), of which 2,048 pixels
            are kept (facebook.com/help/266520536764594)
instagram   2,200 characters, 5 hashtags, no link can be followed (help.instagram.com/1460240027695104); pictures as
            JPEG of 8 MB, from 4:5 to 1.91:1 (developers.facebook.com/docs/instagram-platform/content-publishing), kept
            1,080 pixels wide (help.instagram.com/1631821640426723)
x           280, an address counts 23, what is not Latin counts twice (docs.x.com/fundamentals/counting-characters);
            alternatives of 1,000 characters (help.x.com/en/using-x/add-image-descriptions); pictures of 5 MB, JPEG,
            PNG or WebP (docs.x.com/x-api/media/quickstart/best-practices)
tiktok      2,200 UTF-16 units, video 9:16 (developers.tiktok.com/doc/content-posting-api-reference-direct-post);
            pictures of 20 MB and 1080p, JPEG or WebP (…/content-posting-api-media-transfer-guide)
youtube     title 100 characters, description 5,000 bytes, neither with < or >
            (developers.google.com/youtube/v3/docs/videos); pictures of 16 MB, JPEG or PNG among others
            (support.google.com/youtube/answer/7124474)
whatsapp    channels: a limit of the text is not published; updates can be changed for 30 days (faq.whatsapp.com);
            pictures of 5 MB, JPEG or PNG, as in messages
            (developers.facebook.com/docs/whatsapp/cloud-api/reference/media)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.files.pictures import JPEG, PNG, WEBP, Takes

# A digit and a letter at least, as the names of posts are; long enough for what Facebook writes today.
_NAME = r"([A-Za-z0-9_-]{5,120})"
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Network:
    """`forms` are how paths of posts look there, each with the name of the post in its only group; `canonical` how
    we write it, "" where an address is kept as it is; `profile` is where the page of an account is, by its name.
    `links`: an address in the text can be followed. `pictures` is what it takes of them, `picture_shape` what it
    shows best. `answers`: the account may answer what people write there; `answers_are_posts`: as a post, no
    longer than others."""

    kind: str
    name: str
    label: Any
    hosts: tuple[str, ...]
    forms: tuple[str, ...]
    pictures: Takes
    profile: str = ""
    canonical: str = ""
    most: int | None = None
    counted: str = "characters"
    most_title: int | None = None
    most_hashtags: int | None = None
    links: bool = True
    alternatives: bool = True
    captions: bool = False
    picture_shape: str = ""
    edits: bool = True
    answers: bool = True
    answers_are_posts: bool = False

    def post_in(self, path_and_query: str) -> str:
        """The name of the post in a path; "" where it is that of no post."""
        for form in self.forms:
            if found := re.match(form, path_and_query):
                return found[1]
        return ""


NETWORKS = (
    Network(
        "facebook", "Facebook", _("Facebook, posted by hand"),
        ("facebook.com",),
        (
            rf"/(?:[^/?]+/)?(?:posts|videos|reel|reels|photos|permalink)/(?:[^/?]+/)?{_NAME}/?(?:$|[?])",
            rf"/(?:permalink|story)\.php\?(?:[^#]*&)?story_fbid={_NAME}",
            rf"/photo(?:\.php|/)?\?(?:[^#]*&)?fbid={_NAME}",
            rf"/watch/?\?(?:[^#]*&)?v={_NAME}",
            rf"/share/(?:[prv]/)?{_NAME}/?(?:$|[?])",
        ),
        most=63_206, picture_shape="1200 × 630",
        pictures=Takes((JPEG, PNG), 10 * _MB, largest=((2048, 2048),)),
        profile="https://www.facebook.com/{}",
    ),
    Network(
        "instagram", "Instagram", _("Instagram, posted by hand"),
        ("instagram.com",), (rf"/(?:[^/?]+/)?(?:p|reel|tv)/{_NAME}/?(?:$|[?])",),
        canonical="https://www.instagram.com/p/{}/",
        most=2_200, most_hashtags=5, links=False, picture_shape="1080 × 1350",
        pictures=Takes(
            (JPEG,), 8 * _MB, largest=((1080, 1350),), narrowest=Fraction(4, 5), widest=Fraction(191, 100)
        ),
        profile="https://www.instagram.com/{}/",
    ),
    Network(
        "x", "X", _("X, posted by hand"),
        ("x.com", "twitter.com"), (r"/[A-Za-z0-9_]{1,20}(?:/web)?/status/(\d{5,20})(?:$|[/?])",),
        most=280, counted="weighted", edits=False, answers_are_posts=True, picture_shape="1600 × 900",
        pictures=Takes((JPEG, PNG, WEBP), 5 * _MB),
        profile="https://x.com/{}",
    ),
    Network(
        "tiktok", "TikTok", _("TikTok, posted by hand"),
        ("tiktok.com",), (r"/@[^/?]+/(?:video|photo)/(\d{5,25})/?(?:$|[?])",),
        most=2_200, counted="utf-16", links=False, alternatives=False, captions=True, picture_shape="1080 × 1920",
        pictures=Takes((JPEG, WEBP), 20 * _MB, largest=((1080, 1920), (1920, 1080))),
        edits=False,
        profile="https://www.tiktok.com/@{}",
    ),
    Network(
        "youtube", "YouTube", _("YouTube, posted by hand"),
        ("youtube.com", "youtu.be"),
        (
            rf"/watch\?(?:[^#]*&)?v={_NAME}",
            rf"/(?:shorts|live|post|embed)/{_NAME}/?(?:$|[?])",
            r"/([A-Za-z0-9_-]{11})/?(?:$|[?])",
        ),
        most=5_000, counted="bytes", most_title=100, alternatives=False, captions=True, picture_shape="1280 × 720",
        pictures=Takes((JPEG, PNG), 16 * _MB),
        profile="https://www.youtube.com/@{}",
    ),
    Network(
        "whatsapp", "WhatsApp", _("WhatsApp channel, posted by hand"),
        ("whatsapp.com",), (r"/channel/[A-Za-z0-9]{10,40}/(\d{1,12})/?(?:$|[?])",),
        alternatives=False, answers=False, pictures=Takes((JPEG, PNG), 5 * _MB),
        profile="https://whatsapp.com/channel/{}",
    ),
)  # fmt: skip
"""A post of YouTube is a video, or a post of its community; of WhatsApp an update in a channel."""
