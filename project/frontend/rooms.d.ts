/** Made by rooms.mjs while building. */
declare module "rooms" {
  export const rooms: { register(application: import("@hotwired/stimulus").Application): void }[];
}
