import { useLayoutEffect, useState } from 'react';
import type { Messages } from 'use-intl';
import english from '../../messages/en.json?part=shell';
import { forgetLanguage, type Language, pageLanguage, rememberLanguage } from './languages.ts';

type Part = Partial<Messages>;

interface Words {
  language: Language;
  messages: Part;
}

/** English is part of the app; what another language lacks is in English. */
const SHELL = import.meta.glob<Part>(['../../messages/*.json', '!../../messages/en.json'], {
  query: '?part=shell',
  import: 'default',
});
const REST = import.meta.glob<Part>('../../messages/*.json', { query: '?part=rest', import: 'default' });

let words: Words = { language: 'en', messages: english };
let loading: { language: Language; done: Promise<void> } | null = null;
const listeners = new Set<() => void>();

function publish(next: Words): void {
  words = next;
  for (const listener of listeners) listener();
}

async function load(parts: Record<string, () => Promise<Part>>, language: Language): Promise<Part> {
  const part = parts[`../../messages/${language}.json`];
  if (!part) throw new Error(`There are no messages for ${language}.`);
  return part();
}

/** What the first page says, in the language of this browser. */
export async function loadShellMessages(): Promise<void> {
  const language = pageLanguage();
  if (language === 'en') return;
  const messages = await load(SHELL, language);
  // Another one may have been chosen meanwhile.
  if (pageLanguage() === language) publish({ language, messages });
}

/** What pages other than home say; loaded beside them. */
export function loadMessages(): Promise<void> {
  const { language } = words;
  if (loading?.language === language) return loading.done;
  const done = load(REST, language)
    .then((rest) => {
      if (words.language === language) publish({ language, messages: { ...words.messages, ...rest } });
    })
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  loading = { language, done };
  return done;
}

/** Every word that is shown is there before the page changes. */
export async function chooseLanguage(language: Language): Promise<void> {
  const messages = await loadAll(language);
  rememberLanguage(language);
  publish({ language, messages });
}

/** What was chosen before counts no more. */
export async function chooseBrowserLanguage(): Promise<void> {
  forgetLanguage();
  const language = pageLanguage();
  publish({ language, messages: await loadAll(language) });
}

async function loadAll(language: Language): Promise<Part> {
  const [shell, rest] = await Promise.all([language === 'en' ? english : load(SHELL, language), load(REST, language)]);
  loading = { language, done: Promise.resolve() };
  return { ...shell, ...rest };
}

/** Listens before anything that was loaded can be rendered: no page is shown without its words, not for a moment. */
export function useMessages(): Words {
  const [shown, setShown] = useState(words);
  useLayoutEffect(() => {
    const listener = () => setShown(words);
    listener();
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return shown;
}
