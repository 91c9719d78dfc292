/** How long to wait before try number `attempt` (1, 2, …): at once at first, then full jitter, doubling up to 20 s. */
export const FIRST_WITHIN = 1_000;
export const CAP = 20_000;

export function delay(attempt: number, random: () => number): number {
  if (attempt <= 1) return random() * FIRST_WITHIN;
  return random() * Math.min(CAP, 1_000 * 2 ** (attempt - 1));
}
