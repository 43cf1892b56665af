"""What a person fills in about the channels."""

from hemicycle.channels.forms.accounts import AccountForm, KindForm
from hemicycle.channels.forms.incoming import BringForm, ReadForm
from hemicycle.channels.forms.outgoing import LeaveForm, PauseForm, PostedForm, SeenForm, SettleForm

__all__ = [
    "AccountForm",
    "BringForm",
    "KindForm",
    "LeaveForm",
    "PauseForm",
    "PostedForm",
    "ReadForm",
    "SeenForm",
    "SettleForm",
]
