"""The signed checkpoints of the audit log, for whoever keeps them elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from hemicycle.accounts.permissions import allow
from hemicycle.rules.site_address import absolute

from ..models import AuditCheckpoint, SigningKey

# A year of them, 150 kB.
AT_ONCE = 366


@allow(public=True)
def audit_checkpoints(request: HttpRequest) -> JsonResponse:
    """Newest first, with every key that verifies them. `earlier`: the address of those before them, or null."""
    rows = AuditCheckpoint.objects.newest_first()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=min(int(before), 2**62))
    shown = list(rows[: AT_ONCE + 1])
    is_more, shown = len(shown) > AT_ONCE, shown[:AT_ONCE]
    where = absolute(reverse("governance:audit_checkpoints"))
    answer = JsonResponse(
        {
            "keys": [{"fingerprint": key.fingerprint, "pem": key.public} for key in SigningKey.objects.all()],
            "checkpoints": [row.content for row in shown],
            "earlier": f"{where}?before={shown[-1].pk}" if is_more else None,
        },
        json_dumps_params={"indent": 1, "ensure_ascii": False},
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
