from crm.models.association import Association
from crm.models.board import BoardItem, StageInterval, StageTotal
from crm.models.company import Company
from crm.models.contact import Contact
from crm.models.deal import Deal
from crm.models.field import Field
from crm.models.field.value import FieldValue
from crm.models.importing import Import, ImportKey, ImportRow
from crm.models.lifecycle import Lifecycle
from crm.models.merge import Apart, Merge, MergedRow
from crm.models.pipeline import Pipeline, Stage
from crm.models.point import Point
from crm.models.record import Record
from crm.models.word import RecordWord

__all__ = [
    "Apart",
    "Association",
    "BoardItem",
    "Company",
    "Contact",
    "Deal",
    "Field",
    "FieldValue",
    "Import",
    "ImportKey",
    "ImportRow",
    "Lifecycle",
    "Merge",
    "MergedRow",
    "Pipeline",
    "Point",
    "Record",
    "RecordWord",
    "Stage",
    "StageInterval",
    "StageTotal",
]
