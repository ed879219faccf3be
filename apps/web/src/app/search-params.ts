const MOST_LETTERS = 100;

/** What an address may say, or undefined for anything else that it says. */
export function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}

/** What is searched for. */
export function wordsOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, MOST_LETTERS) : undefined;
}

/** As it stands there, numbers too. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return `${value}`;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
