"""The end of a mandate, by the member's office: export, transfer with consent, erasure, closed accounts."""
