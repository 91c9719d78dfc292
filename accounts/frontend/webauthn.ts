/** Between the JSON that the server speaks and the buffers that WebAuthn wants (RFC 4648 base64url). */

type Json = Record<string, any>;

export function creationOptions(json: Json): CredentialCreationOptions {
  const { publicKey } = json;
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: (publicKey.excludeCredentials ?? []).map(known),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  };
}

export function requestOptions(json: Json): CredentialRequestOptions {
  const { publicKey } = json;
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: (publicKey.allowCredentials ?? []).map(known),
    },
  };
}

export function plain(credential: PublicKeyCredential): Json {
  const response: Json = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = (credential.response as any)[name];
    if (value) response[name] = text(value);
  }
  const transports = (credential.response as any).getTransports?.();
  if (transports) response["transports"] = transports;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function known(one: Json): PublicKeyCredentialDescriptor {
  return { ...one, id: bytes(one["id"]) } as PublicKeyCredentialDescriptor;
}

function bytes(base64url: string): ArrayBuffer {
  const raw = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (char) => char.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const raw = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
