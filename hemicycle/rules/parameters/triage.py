"""The triage guide: what a message is of which each decision is taken, in each language (practice LIS-3)."""

from django.utils.translation import gettext_lazy as _

from .parameter import Parameter, register

_source = _("practice LIS-3; an example with each shows what is meant")
for _name, _meaning, _built_in in (
    (
        "triage_answer",
        _("Triage guide: what is answered"),
        _(
            "A question, a request for help, or a point on a bill that nothing published answers. For example: When "
            "does the committee hear the public?"
        ),
    ),
    (
        "triage_inform",
        _("Triage guide: of what only its author is informed"),
        _(
            "A view or an experience that asks for nothing: it is read, and counted in what is reported to the "
            "committee; whoever wrote it gets a short message that says so. For example: I am a nurse, and clause 4 "
            "would end my night shifts."
        ),
    ),
    (
        "triage_escalate",
        _("Triage guide: what is escalated"),
        _(
            "A danger, a threat, a date that passes, a complaint about staff, a matter before a court. For example: "
            "My housing support ends on Friday."
        ),
    ),
    (
        "triage_leave",
        _("Triage guide: what is left without an answer"),
        _(
            "Advertising, insults without a matter, the same text again by the same person. For example: Visit our "
            "shop."
        ),
    ),
):
    register(
        Parameter(
            _name,
            dict,
            {},
            _meaning,
            _source,
            form=r"(?s:(?=.*\S).{1,1000})",
            empty=_built_in,
            test="tests/cases/test_triage.py::test_the_guide_is_what_the_policy_in_force_says_in_each_language",
        )
    )
