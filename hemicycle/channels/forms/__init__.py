"""What a person fills in about the channels."""

from hemicycle.channels.forms.accounts import AccountForm, KindForm
from hemicycle.channels.forms.incoming import ManualRepliesForm, ReadForm
from hemicycle.channels.forms.moderating import AppealForm, BlockForm, DecisionForm, MeasureForm
from hemicycle.channels.forms.outgoing import PauseForm, PostedForm, SeenForm, SettleForm, SkipForm

__all__ = [
    "AccountForm",
    "AppealForm",
    "BlockForm",
    "DecisionForm",
    "KindForm",
    "ManualRepliesForm",
    "MeasureForm",
    "PauseForm",
    "PostedForm",
    "ReadForm",
    "SeenForm",
    "SettleForm",
    "SkipForm",
]
