import { readFile } from 'node:fs/promises';
import type { Language } from './domain/languages.ts';
import type { MailValues, MailWords } from './domain/mail-texts.ts';

type Messages = { [name: string]: string | Messages };

/** Calendar days, which are not told apart by where the server stands. */
const FORMATS = { date: { long: { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } } } as const;

/** Says mail in each language. Its words and their reader are loaded by the first mail, and not by each start. */
export class MailLanguages {
  readonly #loading = new Map<Language, Promise<MailWords>>();

  words(language: Language): Promise<MailWords> {
    const known = this.#loading.get(language);
    if (known !== undefined) return known;
    const loading = load(language);
    this.#loading.set(language, loading);
    // The next mail tries again.
    loading.catch(() => this.#loading.delete(language));
    return loading;
  }
}

async function load(language: Language): Promise<MailWords> {
  const [{ IntlMessageFormat }, text] = await Promise.all([
    import('intl-messageformat'),
    readFile(new URL(`../messages/${language}.json`, import.meta.url), 'utf8'),
  ]);
  const messages: Messages = JSON.parse(text);
  return (name: string, values: MailValues) =>
    // Markup in a message would be a tag of its own in the syntax; mail has none.
    String(new IntlMessageFormat(find(messages, name), language, FORMATS, { ignoreTag: true }).format(values));
}

function find(messages: Messages, name: string): string {
  let part: string | Messages | undefined = messages;
  for (const step of name.split('.')) part = typeof part === 'object' ? part[step] : undefined;
  if (typeof part !== 'string') throw new Error(`Mail has no words for ${name}.`);
  return part;
}
