import { z } from 'zod';

/** Whom a list may name. */
export type Named = { name: string; emailKey: string } | { name: string; handle: string };

export interface PeopleList {
  people: Named[];
  /** What is neither an address nor a handle, as it was written. */
  wrong: string[];
}

const address = z.email().max(254);
const HANDLE = /^@[a-z0-9._-]{1,60}$/i;

/** Addresses and handles as people paste them: lines, commas or semicolons between, `Name <a@b>` or bare, each once. */
export function parsePeopleList(text: string): PeopleList {
  const people = new Map<string, Named>();
  const wrong: string[] = [];
  for (const part of text.split(/[\r\n]+/).flatMap(splitOutsideQuotes)) {
    const written = part.trim();
    if (written === '') continue;
    const bare = (/<([^<>]*)>$/.exec(written)?.[1] ?? written).trim();
    const name = emailKey(bare);
    if (address.safeParse(bare).success) people.set(name, { name, emailKey: name });
    else if (HANDLE.test(bare)) people.set(name, { name, handle: name.slice(1) });
    else wrong.push(written);
  }
  return { people: [...people.values()], wrong };
}

/** By which two spellings of an address are one, as identity compares them. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').toLowerCase();
}

/** A comma within quotes is part of a name. */
function splitOutsideQuotes(line: string): string[] {
  return line.match(/(?:"[^"]*"|[^",;])+/g) ?? [];
}
