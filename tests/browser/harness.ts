/** What the tests of the page's own workings reach for. Never part of the product's build. */
export { apply, refresh, remove, upsert } from "../../live/frontend/apply.ts";
