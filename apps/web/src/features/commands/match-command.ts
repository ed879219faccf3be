/**
 * Which commands a person means, the best first: each word typed begins a word of the command, or is somewhere in it.
 * Nothing typed means all of them, as they are.
 */
export function matchCommands<T extends { label: string; group: string }>(commands: readonly T[], typed: string): T[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  return commands
    .map((command) => ({ command, score: scoreOf(command, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}

function scoreOf({ label, group }: { label: string; group: string }, words: readonly string[]): number {
  const [own, around] = [folded(label), folded(group)];
  let score = 0;
  for (const word of words) {
    if (own.startsWith(word)) score += 8;
    else if (own.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) score += 4;
    else if (own.includes(word)) score += 2;
    else if (around.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

/** Without case and accents: whoever types fast leaves both out. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
