"""How a message arrives: as HTML, with the lines of a web form, with an own link."""

import html
import random

FORM_LINES = {
    "en": ("Name: {name}\nTown: {place}\nMessage: ", "Your name: {name}\nYour concern:\n"),
    "fr": ("Nom : {name}\nCommune : {place}\nMessage : ", "Votre nom : {name}\nVotre demande :\n"),
    "es": ("Nombre: {name}\nMunicipio: {place}\nMensaje: ", "Su nombre: {name}\nSu consulta:\n"),
}
HTML_SHARE, FORM_SHARE, OWN_LINK_SHARE = 0.06, 0.35, 0.2


def dressed(text: str, channel: str, lang: str, phrases: dict[str, list[str]], rng: random.Random) -> str:
    """The text as the channel hands it over."""
    if channel == "email" and rng.random() < HTML_SHARE:
        paragraphs = (f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part)
        return f"<html><body>{''.join(paragraphs)}</body></html>"
    if channel == "web" and rng.random() < FORM_SHARE:
        name = f"{rng.choice(phrases['first'])} {rng.choice(phrases['last'])}"
        return rng.choice(FORM_LINES[lang]).format(name=name, place=rng.choice(phrases["place"])) + text
    return text


def own_link(rng: random.Random) -> str:
    """A link nobody else shares, as people paste articles."""
    return f" https://news.harbourpost.example/{rng.randint(2019, 2026)}/{rng.getrandbits(40):x}"
