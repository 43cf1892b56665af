"""Addresses for machines: what the other side calls."""

from django.urls import path

from hemicycle.channels import views

app_name = "channels"

urlpatterns = [
    path("<slug:kind>/<slug:key>/", views.hook, name="hook"),
]
