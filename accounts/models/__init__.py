from accounts.models.firm import Firm
from accounts.models.invitation import Invitation
from accounts.models.membership import Membership
from accounts.models.person import Person
from accounts.models.reply import KeptReply
from accounts.models.role import Role
from accounts.models.team import Team, TeamMember
from accounts.models.token import ApiToken

__all__ = ["ApiToken", "Firm", "Invitation", "KeptReply", "Membership", "Person", "Role", "Team", "TeamMember"]
