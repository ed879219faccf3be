import { isRightToLeft, type Language } from './languages.ts';

/** What a mail is about; the outbox names it. */
export type MailKind =
  | 'account-approved'
  | 'account-deleted'
  | 'account-kept'
  | 'account-leaving'
  | 'account-refused'
  | 'account-restored'
  | 'account-suspended'
  | 'address-changing'
  | 'export-ready'
  | 'invitation'
  | 'new-address'
  | 'password-changed'
  | 'password-reset'
  | 'security-changed'
  | 'test'
  | 'verify-address';

/** Texts may be what people wrote. */
export type MailValues = Record<string, string | number | Date>;

/** A message of one language with its parts put in. Throws where there is no such message, or a part is missing. */
export type MailWords = (name: string, values: MailValues) => string;

/** What is to be said, in names of messages: in which words is the reader's language. */
export interface MailDraft {
  kind: MailKind;
  to: string;
  language: Language;
  subject: string;
  paragraphs: readonly string[];
  link?: { label: string; url: string };
  foot: string;
  values: MailValues;
}

export interface ComposedMail {
  kind: MailKind;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface MailSite {
  name: string;
  /** Where its pages are, without a trailing slash. */
  url: string;
}

const MOST_IN_SUBJECT = 200;

export function composeMail({ kind, to, language, link, ...draft }: MailDraft, words: MailWords): ComposedMail {
  const rightToLeft = isRightToLeft(language);
  const values = mapTexts(draft.values, (text) => isolated(oneLine(text), rightToLeft));
  const say = (name: string) => words(name, values);
  const paragraphs = draft.paragraphs.map(say);
  const foot = say(draft.foot);
  const label = link && say(link.label);
  const { lang, side, start } = rightToLeft
    ? { lang: `lang="${language}" dir="rtl"`, side: 'right', start: 'direction:rtl;text-align:right' }
    : { lang: `lang="${language}"`, side: 'left', start: 'text-align:left' };
  return {
    kind,
    to,
    subject: cut(say(draft.subject)),
    text: [...paragraphs, ...(link ? [`${label}:\n${link.url}`] : []), `-- \n${foot}`, ''].join('\n\n'),
    // Some readers of mail keep what is in the body alone.
    html: `<!doctype html><html ${lang}><body style="margin:0;padding:24px;font:16px/24px sans-serif;color:#1c1b1f">
<div ${lang} style="max-width:560px;${start}">
${paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${link && label ? `<p><a href="${escapeHtml(link.url)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#1c1b1f;color:#fff;text-decoration:none">${escapeHtml(label)}</a></p>\n<p dir="ltr" style="font-size:13px;color:#5c5a63;text-align:${side}">${escapeHtml(link.url)}</p>` : ''}
<p style="font-size:13px;color:#5c5a63">${escapeHtml(foot)}</p>
</div></body></html>`,
  };
}

/** A name cannot begin a header or a paragraph of its own, nor turn the direction of what follows. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const RIGHT_TO_LEFT_LETTER =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * Text whose direction may be another than that around it stays together and moves nothing else (UAX #9 §2.4.2). Works in
 * subjects and plain text as well, where there are no tags.
 */
function isolated(text: string, rightToLeft: boolean): string {
  return rightToLeft || RIGHT_TO_LEFT_LETTER.test(text) ? FIRST_STRONG_ISOLATE + text + POP_ISOLATE : text;
}

/** Not through a character of two halves, nor so that an isolate stays open. */
function cut(subject: string): string {
  if (subject.length <= MOST_IN_SUBJECT) return subject;
  const kept = subject.slice(0, MOST_IN_SUBJECT).replace(/[\ud800-\udbff]$/, '');
  const isOpen = kept.lastIndexOf(FIRST_STRONG_ISOLATE) > kept.lastIndexOf(POP_ISOLATE);
  return isOpen ? kept + POP_ISOLATE : kept;
}

function mapTexts(values: MailValues, map: (text: string) => string): MailValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? map(value) : value]),
  );
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
