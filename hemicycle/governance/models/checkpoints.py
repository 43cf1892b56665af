"""The checkpoints of the audit log that this House signed, and the keys it signed them with."""

from __future__ import annotations

from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import models
from django.utils import timezone

from hemicycle.channels.models.encryption import seal, unseal
from hemicycle.rules import checkpoints as statements

_SEALED_FOR = "governance.signing_key"


class SigningKey(models.Model):
    """`public`: PEM, for everybody. `sealed`: the private half, readable with the secret of this installation alone.
    A former key stays, so that what it signed can be verified."""

    fingerprint = models.CharField(max_length=64, unique=True)
    public = models.TextField()
    sealed = models.TextField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.fingerprint[:16]

    @classmethod
    def made(cls) -> SigningKey:
        """A new one, not yet saved."""
        drawn = Ed25519PrivateKey.generate()
        pem = drawn.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = drawn.public_key()
        return cls(
            fingerprint=statements.fingerprint(public),
            public=statements.as_pem(public),
            sealed=seal(pem.decode(), _SEALED_FOR),
        )

    @property
    def private(self) -> Ed25519PrivateKey:
        """Raises Unreadable where it was sealed with a secret that this installation no longer has."""
        key = serialization.load_pem_private_key(unseal(self.sealed, _SEALED_FOR).encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("a key for signing checkpoints is an Ed25519 key")
        return key


class AuditCheckpointQuerySet(models.QuerySet["AuditCheckpoint"]):
    def newest_first(self) -> Self:
        return self.order_by("-sequence", "-pk")


class AuditCheckpoint(models.Model):
    """One checkpoint, as it was published: `content` is what rules.checkpoints reads."""

    sequence = models.PositiveBigIntegerField(db_index=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    content = models.JSONField()

    objects = AuditCheckpointQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence", "-pk"]

    def __str__(self) -> str:
        return str(self.sequence)

    @property
    def signed(self) -> statements.Checkpoint:
        """Raises NotACheckpoint where somebody changed the row outside Hemicycle."""
        return statements.read_one(self.content)


def published_keys() -> dict[str, Ed25519PublicKey]:
    """Every key with which this House ever signed, by fingerprint."""
    keys = [statements.read_key(row.public) for row in SigningKey.objects.all()]
    return {statements.fingerprint(key): key for key in keys}
