"""The addresses of an installation whose directory speaks SAML."""

from django.urls import include, path

from hemicycle.accounts.sign_in.saml_urls import urlpatterns as saml
from hemicycle.conf.urls import urlpatterns as every

urlpatterns = [path("account/directory/saml/", include(saml)), *every]
