"""Why a token is not taken. The sentences are for the firm's developer, who reads them in the browser's console.

BadToken
├── Malformed         not three parts of base64url with a JSON object in the first two, or a name said twice
├── Encrypted         a JWE
├── TooLong           over 4,096 characters
├── WrongAlgorithm    none, or one that no key of this inbox signs with
├── WrongHeader       it brings a key along, or asks for what we do not understand
├── NotSigned         no living key of this inbox made its signature: forged, altered, of another inbox, or an ended key's
├── WrongAudience     `aud` is absent or not this inbox
├── Expired           `exp` has passed
├── LastsTooLong      `exp` is more than an hour ahead
├── NotYet            `nbf` or `iat` lies ahead
├── WrongClaims       `sub`, `exp`, `email` … is absent or of the wrong kind
├── SignedOut         the token of somebody who has signed out since
└── NoKeys            the inbox has none

Until the signature is proven nothing is told but that it is not.
"""

from django.utils.translation import gettext_lazy as _

from inbox.errors import InboxError


class BadToken(InboxError):
    status = 403
    code = "token"


class Malformed(BadToken):
    code = "token_malformed"
    sentence = _("This is no JSON Web Token: three parts of base64url, with a dot between, each name said once.")


class Encrypted(BadToken):
    code = "token_encrypted"
    sentence = _("This token is encrypted. Send one that is signed and not encrypted.")


class TooLong(BadToken):
    code = "token_too_long"
    sentence = _("This token is longer than 4,096 characters. Leave out what is not needed.")


class WrongAlgorithm(BadToken):
    code = "token_algorithm"
    sentence = _(
        "No key of this inbox signs with the algorithm that the token names. Sign with HS256, ES256 or EdDSA, as the key is for."
    )


class WrongHeader(BadToken):
    code = "token_header"
    sentence = _("The header of this token holds more than “alg”, “typ” and “kid”. Leave the rest out.")


class NotSigned(BadToken):
    code = "token_signature"
    sentence = _("No active key of this inbox made this signature. Sign with the newest key of the inbox’s settings.")


class WrongAudience(BadToken):
    code = "token_audience"
    sentence = _("“aud” must be the id of this inbox, which is the “data-inbox” of the script.")


class Expired(BadToken):
    code = "token_expired"
    sentence = _("This token has expired. Make a new one for each page.")


class LastsTooLong(BadToken):
    code = "token_lasts_too_long"
    sentence = _("“exp” may be at most one hour after “iat” and from now. Make a new token for each page.")


class NotYet(BadToken):
    code = "token_not_yet"
    sentence = _("This token is not valid yet. Compare your server’s clock with the true time.")


class WrongClaims(BadToken):
    code = "token_claims"
    sentence = _(
        "“exp” must be a number; “sub” your user’s id, as text of 1 to 255 plain characters; “email” an address;"
        " “name” and “jti” text; “email_verified” true or false."
    )


class SignedOut(BadToken):
    code = "token_signed_out"
    sentence = _("Whoever had this token has signed out. Make a new one.")


class NoKeys(BadToken):
    code = "token_no_keys"
    sentence = _("This inbox has no key to check a token with. Make one in the inbox’s settings.")
