from crm.models.contact import Contact

__all__ = ["Contact"]
