"""Rights in pictures: whether they last until the text goes out, and whether networks may have the picture."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Reading


@check(
    "rights",
    can_block=True,
    reason=Message(
        en="The rights of this picture end on %(day)s, before it goes out.",
        fr="Les droits de cette image prennent fin le %(day)s, avant sa diffusion.",
        es="Los derechos de esta imagen terminan el %(day)s, antes de su difusión.",
    ),
    suggestion=Message(
        en="Remove it, or enter the new date in the media library once the permission is extended.",
        fr="Retirez-la, ou saisissez la nouvelle date dans la médiathèque une fois l’autorisation prolongée.",
        es="Quítela, o introduzca la nueva fecha en la mediateca cuando se haya prorrogado el permiso.",
    ),
)
def rights_ended(reading: Reading) -> Iterator[Found]:
    draft = reading.draft
    for medium in draft.media:
        if medium.usable_until and draft.out_on and medium.usable_until < draft.out_on:
            yield Found(
                f"media:{medium.key}", _lang(reading), values={"day": date_format(medium.usable_until, "DATE_FORMAT")}
            )


@check(
    "networks",
    can_block=True,
    reason=Message(
        en="This picture may not be posted on social networks, and it would be on %(channels)s.",
        fr="Cette image ne peut pas être publiée sur les réseaux sociaux, et elle le serait sur %(channels)s.",
        es="Esta imagen no puede publicarse en redes sociales, y se publicaría en %(channels)s.",
    ),
    suggestion=Message(
        en="Remove the picture, or do not choose these channels.",
        fr="Retirez l’image, ou ne choisissez pas ces canaux.",
        es="Quite la imagen, o no elija esos canales.",
    ),
)
def not_for_networks(reading: Reading) -> Iterator[Found]:
    draft = reading.draft
    for medium in draft.media:
        if not medium.for_networks and draft.networks:
            yield Found(f"media:{medium.key}", _lang(reading), values={"channels": ", ".join(draft.networks)})


RIGHTS = (rights_ended.name, not_for_networks.name)
"""Of these the picture is at fault, in whatever language."""


def _lang(reading: Reading) -> str:
    return next(iter(reading.draft.texts), "")
