/** A UUIDv7 (RFC 9562 §5.7): milliseconds first, so ids made later sort later, also within one millisecond. */
let last = 0;
let counter = 0;

export function uuidv7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  counter = now > last ? random12(bytes) >> 1 : counter + 1;
  last = Math.max(now, last);
  if (counter > 0xfff) {
    last += 1;
    counter = 0;
  }
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(last / 2 ** (8 * (5 - place))) & 0xff;
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function random12(bytes: Uint8Array): number {
  return ((bytes[6]! << 8) | bytes[7]!) & 0xfff;
}
