"""What the floor registers at start: the words of its own entries in the audit log."""

from django.utils.translation import gettext_lazy as _

from . import audit, personal_data

audit.register_area("rules", _("The House"))
audit.register("rules.retention", _("Deleted overdue data"))
audit.register("rules.check_log", _("Checked the whole audit log"))
audit.register("rules.place_hold", _("Placed a legal hold"))
audit.register("rules.lift_hold", _("Lifted a legal hold"))
audit.register("rules.change_site_address", _("Changed the address of the site"))
audit.register("rules.decide", _("Changed settings of the House"))
audit.register("rules.put_policy_in_force", _("Put the values of a policy in force"))
audit.register("rules.override", _("Replaced values of the policy in an emergency"))
audit.register("rules.end_override", _("Ended an emergency override"))
audit.register("rules.name_house", _("Named the House"))
personal_data.register_without(
    "rules.AuditHead", "rules.ParameterInForce", "rules.SiteAddress", "rules.HealthProbe", "rules.WorkerSeen",
    "rules.RetentionRun", "rules.LogCheck", "rules.SensitivePeriod", "rules.LegalHold", "admin.LogEntry",
    why="How the House runs; it names rows and staff, and nobody outside.",
)  # fmt: skip
audit.register("rules.plan_period", _("Planned a sensitive period"))
audit.register("rules.extend_period", _("Extended a sensitive period"))
audit.register("rules.ask_to_end_period", _("Asked to end a sensitive period"))
audit.register("rules.keep_period", _("Withdrew the request to end a sensitive period"))
audit.register("rules.end_period", _("Ended a sensitive period"))
