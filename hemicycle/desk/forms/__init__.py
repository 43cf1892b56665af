"""What a person fills in at the desk."""

from hemicycle.desk.forms.decisions import DutyForm, NoteForm, OverruleForm, ProposalForm, ReasonForm
from hemicycle.desk.forms.details import ChannelsForm, DetailsForm, TimesForm, initial_details
from hemicycle.desk.forms.pictures import PictureForm, PicturesForm
from hemicycle.desk.forms.texts import LanguageForm, NewForm, TextForm, VariantForm, by_language

__all__ = [
    "ChannelsForm",
    "DetailsForm",
    "DutyForm",
    "LanguageForm",
    "NewForm",
    "NoteForm",
    "OverruleForm",
    "PictureForm",
    "PicturesForm",
    "ProposalForm",
    "ReasonForm",
    "TextForm",
    "TimesForm",
    "VariantForm",
    "by_language",
    "initial_details",
]
