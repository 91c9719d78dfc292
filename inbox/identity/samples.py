"""The lines a firm puts into its server, in four languages. The secret stays in the server's own settings."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Sample:
    """`install` is the library's line, `code` what makes a token of `user`."""

    name: str
    install: str
    code: str


PYTHON = """import os, time, jwt

def chat_token(user):
    now = int(time.time())
    claims = {{
        "aud": "{key}",
        "sub": str(user.id),
        "email": user.email, "email_verified": user.email_is_verified,
        "name": user.name,
        "iat": now, "exp": now + 600,
    }}
    return jwt.encode(claims, os.environ["{variable}"], algorithm="{algorithm}")"""

NODE = """import {{ {importer}SignJWT }} from "jose";

export async function chatToken(user) {{
  const key = {node_key};
  return new SignJWT({{ email: user.email, email_verified: user.emailVerified, name: user.name }})
    .setProtectedHeader({{ alg: "{algorithm}" }})
    .setAudience("{key}")
    .setSubject(String(user.id))
    .setIssuedAt()
    .setExpirationTime("10m")
    .sign(key);
}}"""

PHP = """use Firebase\\JWT\\JWT;

function chat_token($user) {{
    $now = time();
    return JWT::encode([
        'aud' => '{key}',
        'sub' => (string) $user->id,
        'email' => $user->email, 'email_verified' => $user->emailVerified,
        'name' => $user->name,
        'iat' => $now, 'exp' => $now + 600,
    ], getenv('{variable}'), '{algorithm}');
}}"""

RUBY = """require "jwt"

def chat_token(user)
  now = Time.now.to_i
  claims = {{
    aud: "{key}",
    sub: user.id.to_s,
    email: user.email, email_verified: user.email_verified?,
    name: user.name,
    iat: now, exp: now + 600
  }}
  JWT.encode(claims, {ruby_key}, "{ruby_algorithm}")
end"""

INSTALL = {
    "Python": "pip install {python_library}",
    "Node": "npm install jose",
    "PHP": "composer require firebase/php-jwt",
    "Ruby": "gem install {ruby_library}",
}
CODE = {"Python": PYTHON, "Node": NODE, "PHP": PHP, "Ruby": RUBY}


def samples(key: UUID, algorithm: str) -> list[Sample]:
    """For the inbox with this public key and keys of this algorithm."""
    secret = algorithm == "HS256"
    variable = "CHAT_SECRET" if secret else "CHAT_PRIVATE_KEY"
    ruby_keys = {
        "HS256": 'ENV["CHAT_SECRET"]',
        "ES256": 'OpenSSL::PKey.read(ENV["CHAT_PRIVATE_KEY"])',
        "EdDSA": 'Ed25519::SigningKey.new([ENV["CHAT_PRIVATE_KEY_HEX"]].pack("H*"))',
    }
    words = {
        "key": str(key),
        "algorithm": algorithm,
        "variable": variable,
        "importer": "" if secret else "importPKCS8, ",
        "node_key": "new TextEncoder().encode(process.env.CHAT_SECRET)"
        if secret
        else f'await importPKCS8(process.env.CHAT_PRIVATE_KEY, "{algorithm}")',
        "ruby_key": ruby_keys[algorithm],
        "ruby_algorithm": algorithm,
        "python_library": "PyJWT" if secret else '"PyJWT[crypto]"',
        "ruby_library": "jwt-eddsa" if algorithm == "EdDSA" else "jwt",
    }
    return [Sample(name, INSTALL[name].format(**words), code.format(**words)) for name, code in CODE.items()]
