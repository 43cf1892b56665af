"""The addresses of SAML, where the extra is installed."""

from django.urls import path

from ..permissions import Permission, guard
from . import saml

ONCE_NAMED = Permission(public=True, answers=404)

urlpatterns = [
    path("", guard(saml.sign_in, ONCE_NAMED), name="saml_login"),
    path("metadata/", guard(saml.metadata, ONCE_NAMED), name="saml_metadata"),
    # Answers POST alone, which comes from the directory's page.
    path("back/", guard(saml.receive, Permission(public=True, answers=405)), name="saml_answer"),
    path("finish/", guard(saml.finish_sign_in, Permission(public=True, answers=403)), name="saml_finish"),
]
