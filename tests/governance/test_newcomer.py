"""With no policy at all, from the first page after signing in to the PDF of a whole policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from hemicycle.accounts.models import User

# Menu, start, send the form, key questions, begin from a starting policy, PDF.
CLICKS = 6


class Newcomer:
    """Somebody who presses only what stands on the page, by its words."""

    def __init__(self, browser: Client) -> None:
        self.browser, self.clicks = browser, 0
        self.page = ""

    def opens(self, address: str) -> None:
        self.page = self.browser.get(address, follow=True).content.decode()

    def follows(self, words: str) -> Any:
        self.clicks += 1
        found = next(
            m for m in re.finditer(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', self.page, re.DOTALL) if words in m[2]
        )
        answer = self.browser.get(unescape(found[1]), follow=True)
        if answer.headers["Content-Type"].startswith("text/html"):
            self.page = answer.content.decode()
        return answer

    def presses(self, words: str, **typed: str) -> None:
        self.clicks += 1
        forms = re.finditer(r"<form [^>]*>.*?</form>", self.page, re.DOTALL)
        form = next(m[0] for m in forms if words in m[0] and 'method="post"' in m[0])
        action = re.search(r'<form [^>]*action="([^"]*)"', form)
        address = unescape(action[1]) if action else reverse("governance:new_text")
        self.page = self.browser.post(address, typed, follow=True).content.decode()


def test_a_newcomer_gets_from_the_menu_to_the_pdf_in_six_clicks(
    secretary: User, sign_in: Callable[[object], Client]
) -> None:
    newcomer = Newcomer(sign_in(secretary))
    newcomer.opens("/start/")
    newcomer.follows("<span>Policy</span>")
    newcomer.follows("Start the policy")
    newcomer.presses("Start", kind="own", title_en="Policy on communication", body_en="The Bureau")
    newcomer.follows("Answer the key questions")
    newcomer.presses("Begin from this")
    pdf = newcomer.follows("Download as PDF")
    assert pdf.content.startswith(b"%PDF") and len(pdf.content) > 50_000
    assert newcomer.clicks <= CLICKS
