from crm.models.association import Association
from crm.models.board import BoardItem, StageInterval, StageTotal
from crm.models.company import Company
from crm.models.contact import Contact
from crm.models.deal import Deal
from crm.models.field import Field
from crm.models.field.value import FieldValue
from crm.models.lifecycle import Lifecycle
from crm.models.pipeline import Pipeline, Stage
from crm.models.record import Record
from crm.models.word import RecordWord

__all__ = [
    "Association",
    "BoardItem",
    "Company",
    "Contact",
    "Deal",
    "Field",
    "FieldValue",
    "Lifecycle",
    "Pipeline",
    "Record",
    "RecordWord",
    "Stage",
    "StageInterval",
    "StageTotal",
]
