/** One thing that a visitor did, as the page's script calls it: a few words, and a few plain facts. */
export interface Step {
  name: string;
  facts: Record<string, string>;
  page: string;
  at: number;
}

const MOST_FACTS = 10;
const MOST_STEPS = 20;

/** What `track` was told, checked: `track("Read the prices", {plan: "yearly"})`. Throws a sentence. */
export function step(name: unknown, facts: unknown, page: string, at: number): Step {
  if (typeof name !== "string" || !name.trim()) throw 'Give track(…) a name, such as track("Read the prices").';
  if (facts !== undefined && (typeof facts !== "object" || facts === null || Array.isArray(facts)))
    throw `The facts of track("${name}", …) are an object, such as {plan: "yearly"}.`;
  const plain = Object.entries(facts ?? {}).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  const kept = plain.slice(0, MOST_FACTS).map(([key, value]) => [key.slice(0, 40), String(value).slice(0, 100)]);
  return { name: name.trim().slice(0, 80), facts: Object.fromEntries(kept), page, at };
}

/** Steps wait here until the chat is open for the first time: nothing of a visitor who never opens it leaves their browser. */
export class Trail {
  private steps: Step[] = [];

  add(one: Step): void {
    this.steps = [...this.steps, one].slice(-MOST_STEPS);
  }

  take(): Step[] {
    const steps = this.steps;
    this.steps = [];
    return steps;
  }
}
