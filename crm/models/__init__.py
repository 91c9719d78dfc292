from crm.models.contact import Contact
from crm.models.contact.finding import ContactWord

__all__ = ["Contact", "ContactWord"]
