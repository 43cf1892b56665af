from django.urls import path

from .views import checkpoints

app_name = "governance"

urlpatterns = [
    path("audit-checkpoints.json", checkpoints.audit_checkpoints, name="audit_checkpoints"),
]
