"""What a person fills in about the channels."""

from hemicycle.channels.forms.accounts import AccountForm, KindForm
from hemicycle.channels.forms.incoming import BringForm, ReadForm
from hemicycle.channels.forms.moderating import AppealForm, BlockForm, DecisionForm, MeasureForm
from hemicycle.channels.forms.outgoing import LeaveForm, PauseForm, PostedForm, SeenForm, SettleForm

__all__ = [
    "AccountForm",
    "AppealForm",
    "BlockForm",
    "BringForm",
    "DecisionForm",
    "KindForm",
    "LeaveForm",
    "MeasureForm",
    "PauseForm",
    "PostedForm",
    "ReadForm",
    "SeenForm",
    "SettleForm",
]
