"""What was done about single messages is done about cases from now on: each message that came through an account gets a
case, or belongs to that of the message whose answer it answers; notes and templates move."""

import secrets

from django.db import migrations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
BATCH = 500


def open_cases(apps, schema_editor):
    inbound, answer = apps.get_model("channels", "Inbound"), apps.get_model("channels", "Answer")
    case_model, link_model = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseMessage")
    note_model, old_note = apps.get_model("cases", "InternalNote"), apps.get_model("channels", "InternalNote")
    answered = dict(answer.objects.exclude(outbound=None).values_list("outbound", "inbound"))
    case_of, used = {}, set()
    rows = inbound.objects.exclude(account=None).order_by("pk")
    for message in rows.defer("text").iterator(BATCH):
        case = case_of.get(answered.get(message.answers_id))
        if case is not None and case.sender == message.sender and case.office_id == message.office_id:
            _add(case, message)
        else:
            case = _opened(case_model, message, used)
            first = answer.objects.filter(inbound=message).order_by("pk").values_list("written_at", flat=True).first()
            case.answered_at = first
        case.save()
        case_of[message.pk] = case
        link_model.objects.create(case=case, inbound_id=message.pk)
    for note in old_note.objects.order_by("pk").iterator(BATCH):
        case = case_of.get(note.inbound_id)
        if case is not None:
            note_model.objects.create(
                office_id=note.office_id,
                case=case,
                text=note.text,
                written_by_id=note.written_by_id,
                written_at=note.written_at,
            )
    _move_templates(apps)


def _opened(model, message, used):
    aside = message.automatic or bool(message.keyword)
    state = "closed" if message.closed_at else "set_aside" if aside else "open"
    return model(
        office_id=message.office_id,
        reference=_reference(used),
        key=secrets.token_urlsafe(),
        state=state,
        channel=message.channel,
        account_id=message.account_id,
        direct=message.direct,
        contact_id=message.contact_id,
        sender=message.sender,
        lang=message.lang,
        latest_id=message.pk,
        opened_at=message.received_at,
        heard_at=message.received_at,
        waiting_since=message.received_at if state == "open" else None,
        assignee_id=message.assignee_id,
        snoozed_until=message.snoozed_until,
        closed_at=message.closed_at,
    )


def _add(case, message):
    """One more message of the same person; it stands as the last of them does."""
    if message.automatic or message.keyword:
        return
    case.latest_id, case.heard_at = message.pk, message.received_at
    case.state, case.closed_at = ("closed", message.closed_at) if message.closed_at else ("open", None)
    case.waiting_since = None if message.closed_at else case.waiting_since or message.received_at
    case.snoozed_until = message.snoozed_until
    case.assignee_id = message.assignee_id or case.assignee_id


def _reference(used):
    while (drawn := "".join(secrets.choice(ALPHABET) for _place in range(6))) in used:
        pass
    used.add(drawn)
    return drawn


def _move_templates(apps):
    template, old = apps.get_model("cases", "AnswerTemplate"), apps.get_model("channels", "AnswerTemplate")
    for row in old.objects.order_by("pk"):
        template.objects.create(
            office_id=row.office_id,
            name=row.name,
            lang=row.lang,
            text=row.text,
            changed_by_id=row.changed_by_id,
            changed_at=row.changed_at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_cases"),
        ("channels", "0029_recipient_and_authenticated"),
    ]

    operations = [migrations.RunPython(open_cases, migrations.RunPython.noop)]
