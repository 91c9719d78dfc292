"""What can be refused here, each with a sentence for the person.

CrmError
├── Nameless               nothing to call it by
│   ├── ContactNameless    neither a name nor an address nor a number
│   ├── CompanyNameless    neither a name nor a website
│   └── DealNameless       no name
├── IdTaken                something else has the id that was sent
├── MergedWithItself       a record is one with itself already
├── StillMerged            what it was merged into was merged itself since
├── EmailTaken             another contact has this address
├── CompanyCircle          a company would stand below itself
├── NoSuchRecord           what is to be associated is not there
├── AssociatedWithItself   a record belongs to itself already
├── TooManyAssociations    one record with so many is a mistake, or wants a list
├── NoSuchStage            a stage that is not of this pipeline, or gone
├── CardMoved              somebody moved the card elsewhere meanwhile
├── LostWithoutReason      a lost deal says why
├── TooManyCards           more at once than one drags
├── BadAmount              a value that is no amount of money
├── PipelineEdited         somebody else edited it meanwhile
├── PipelineInUse          it still holds something
├── PipelineUnfit          a pipeline has a name, and stages of every kind it needs
├── FieldError             of a custom field
│   ├── FieldUnfit         what was written does not fit it
│   ├── FieldMissing       it is required
│   ├── FieldTaken         another record has that value already
│   └── FieldClosed        one's role may not set it
├── NoSuchField            nothing of that key
├── FieldUnmade            a field that cannot be so
├── FieldNameTaken         two were made at once
├── FieldInUse             two records have the same value
├── TooManyFields          more than one looks through
├── Unreadable             a file that is no table, or too large a one
├── ImportBusy             it is at another step than one thought
└── ImportUndecided        its columns do not say where they go
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class CrmError(Refusal):
    code = "crm"


class Nameless(CrmError):
    code = "nameless"


class ContactNameless(Nameless):
    code = "contact_nameless"
    sentence = _("Give a name, an email or a phone number: one of them is enough.")


class CompanyNameless(Nameless):
    code = "company_nameless"
    sentence = _("Give a name or a website: one of them is enough.")


class DealNameless(Nameless):
    code = "deal_nameless"
    sentence = _("Give the deal a name.")


class IdTaken(CrmError):
    status = 409
    code = "id_taken"
    sentence = _("Something else has this id already. Send it again under a new one.")


class MergedWithItself(CrmError):
    code = "merged_with_itself"
    sentence = _("These are one already. Choose another record.")


class StillMerged(CrmError):
    status = 409
    code = "still_merged"

    def __init__(self, record: Any, into: Any) -> None:
        self.record, self.into = record, into
        super().__init__()

    def __str__(self) -> str:
        return str(_("%(record)s was made one with %(into)s since. Separate these first.")) % {
            "record": self.record.label,
            "into": self.into.label,
        }


class EmailTaken(CrmError):
    status = 409
    code = "email_taken"

    def __init__(self, holder: Any) -> None:
        self.holder = holder
        super().__init__()

    def __str__(self) -> str:
        return str(_("%(name)s has this address already. Open that contact, or write another address.")) % {
            "name": self.holder.label
        }


class CompanyCircle(CrmError):
    code = "company_circle"
    sentence = _(
        "This company stands below the one you chose, or too many stand above each other. Choose another parent."
    )


class NoSuchRecord(CrmError):
    code = "no_such_record"
    sentence = _("There is no such record. Look for it again: it may have been merged or removed.")


class AssociatedWithItself(CrmError):
    code = "associated_with_itself"
    sentence = _("A record cannot belong to itself. Choose another one.")


class TooManyAssociations(CrmError):
    code = "too_many_associations"
    sentence = _("A thousand records belong to this one already. Take one away first.")


class NoSuchStage(CrmError):
    code = "no_such_stage"
    sentence = _("This stage is not there any more. Open the board again.")


class CardMoved(CrmError):
    """Carries the card, and where it is by now."""

    status = 409
    code = "card_moved"

    def __init__(self, card: Any) -> None:
        self.card = card
        super().__init__()

    def __str__(self) -> str:
        return str(_("“%(card)s” was moved to %(stage)s meanwhile.")) % {
            "card": self.card.label,
            "stage": self.card.stage.name,
        }


class LostWithoutReason(CrmError):
    code = "lost_without_reason"
    sentence = _("Say why it was lost: a few words are enough.")


class TooManyCards(CrmError):
    code = "too_many_cards"
    sentence = _("Move at most 200 at once.")


class BadAmount(CrmError):
    code = "bad_amount"
    sentence = _("Write the value as a number between 0 and 999,999,999,999.99.")


class PipelineEdited(CrmError):
    status = 409
    code = "pipeline_edited"
    sentence = _("Somebody edited this pipeline meanwhile. Look at it as it is now, and make your changes again.")


class PipelineInUse(CrmError):
    code = "pipeline_in_use"
    sentence = _("Something still stands here. Move it elsewhere first.")


class PipelineUnfit(CrmError):
    code = "pipeline_unfit"
    sentence = _("A pipeline has a name and at least one open stage, each with a name of its own.")


class FieldError(CrmError):
    """Carries the `field`, so that a form can say it there."""

    def __init__(self, field: Any, why: Any = "") -> None:
        self.field, self.why = field, str(why or self.sentence)
        super().__init__()

    def __str__(self) -> str:
        return f"{self.field.name}: {self.why}"


class FieldUnfit(FieldError):
    code = "field_unfit"


class FieldMissing(FieldError):
    code = "field_missing"
    sentence = _("Fill this in.")


class FieldTaken(FieldError):
    status = 409
    code = "field_taken"
    sentence = _("Another record has this already, and there may be only one.")


class FieldClosed(FieldError):
    status = 403
    code = "field_closed"
    sentence = _("Your role may not set this. Ask an admin.")


class NoSuchField(CrmError):
    code = "no_such_field"

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()

    def __str__(self) -> str:
        return str(_("There is no field “%(key)s”. Look it up in the settings, under Fields.")) % {"key": self.key[:60]}


class Said(CrmError):
    """Its sentence depends on what was wrong."""

    def __init__(self, why: Any) -> None:
        self.why = str(why)
        super().__init__()

    def __str__(self) -> str:
        return self.why


class FieldUnmade(Said):
    code = "field_unmade"


class FieldNameTaken(CrmError):
    status = 409
    code = "field_name_taken"
    sentence = _("Somebody made a field of this name a moment ago. Look at it, or choose another name.")


class FieldInUse(CrmError):
    code = "field_in_use"

    def __init__(self, twice: int) -> None:
        self.twice = twice
        super().__init__()

    def __str__(self) -> str:
        return str(_("%(number)s values stand on more than one record. Mend these first.")) % {"number": self.twice}


class TooManyFields(CrmError):
    code = "too_many_fields"
    sentence = _("There are 200 fields already. Close one you do not need, and use it anew.")


class Unreadable(Said):
    code = "unreadable"


class ImportUndecided(Said):
    code = "import_undecided"


class ImportBusy(CrmError):
    status = 409
    code = "import_busy"

    def __init__(self, row: Any) -> None:
        self.row = row
        super().__init__()

    def __str__(self) -> str:
        return str(_("This file is at another step by now: %(state)s. Look at it again.")) % {
            "state": str(self.row.get_state_display()).lower()
        }
