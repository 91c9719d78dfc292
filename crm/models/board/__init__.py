from crm.models.board.interval import StageInterval
from crm.models.board.item import BoardItem
from crm.models.board.total import StageTotal

__all__ = ["BoardItem", "StageInterval", "StageTotal"]
