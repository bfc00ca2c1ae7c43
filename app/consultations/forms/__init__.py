"""意见反馈表: a form with one row a clause, to be filled in offline and sent back."""

from app.consultations.forms.values import Form, form_of

__all__ = ["Form", "form_of"]
