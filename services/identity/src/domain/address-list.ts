import { z } from 'zod';
import { emailKey } from './email-key.ts';

export interface AddressList {
  emails: string[];
  /** What is no address, as it was written. */
  wrong: string[];
}

const address = z.email().max(254);

/**
 * Addresses as people paste them: lines, commas or semicolons between, `Name <a@b>` or bare, each counted once. What is
 * none is answered too, so that nothing is lost.
 */
export function parseAddressList(text: string): AddressList {
  const emails = new Map<string, string>();
  const wrong: string[] = [];
  for (const part of text.split(/[\r\n]+/).flatMap(splitOutsideQuotes)) {
    const written = part.trim();
    if (written === '') continue;
    const email = (/<([^<>]*)>$/.exec(written)?.[1] ?? written).trim();
    if (!address.safeParse(email).success) wrong.push(written);
    else if (!emails.has(emailKey(email))) emails.set(emailKey(email), email);
  }
  return { emails: [...emails.values()], wrong };
}

/** A comma within quotes is part of a name. */
function splitOutsideQuotes(line: string): string[] {
  return line.match(/(?:"[^"]*"|[^",;])+/g) ?? [];
}
