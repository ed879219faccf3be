import type { Language } from './languages.ts';
import type { MailDraft, MailKind, MailSite, MailValues } from './mail-texts.ts';

interface Person {
  email: string;
  displayName: string;
  language: Language;
}

interface Content {
  /** After the greeting. */
  paragraphs: readonly string[];
  link?: { label: string; path: string };
  foot?: string;
  values?: MailValues;
}

/** The part of the messages, its paragraphs and where its link leads. */
function toPerson(kind: MailKind, { site, person, part }: About, content: Content): MailDraft {
  const { link } = content;
  return {
    kind,
    to: person.email,
    language: person.language,
    subject: `${part}.subject`,
    paragraphs: ['hello', ...content.paragraphs.map((name) => (name === 'notYou' ? name : `${part}.${name}`))],
    ...(link && { link: { label: link.label, url: site.url + link.path } }),
    foot: content.foot ?? 'foot',
    values: { site: site.name, person: person.displayName, ...content.values },
  };
}

interface About {
  site: MailSite;
  person: Person;
  part: string;
}

const CHOOSE_ANOTHER_PASSWORD = { label: 'anotherPassword', path: '/forgot' };
const LOG_IN = { label: 'logIn', path: '/login' };

export function verifyAddressMail(site: MailSite, person: Person, token: string): MailDraft {
  return toPerson(
    'verify-address',
    { site, person, part: 'verifyAddress' },
    { paragraphs: ['first', 'notYou'], link: { label: 'verifyAddress.link', path: `/verify#${token}` } },
  );
}

export function newAddressMail(site: MailSite, person: Person, token: string): MailDraft {
  return toPerson(
    'new-address',
    { site, person, part: 'newAddress' },
    {
      paragraphs: ['first', 'notYou'],
      link: { label: 'newAddress.link', path: `/verify#${token}` },
      foot: 'newAddress.foot',
    },
  );
}

/** To the address that is about to be left. */
export function addressChangingMail(site: MailSite, person: Person, next: string): MailDraft {
  return toPerson(
    'address-changing',
    { site, person, part: 'addressChanging' },
    { paragraphs: ['first', 'second'], link: CHOOSE_ANOTHER_PASSWORD, values: { next } },
  );
}

export function passwordResetMail(site: MailSite, person: Person, token: string): MailDraft {
  return toPerson(
    'password-reset',
    { site, person, part: 'passwordReset' },
    { paragraphs: ['first', 'notYou'], link: { label: 'passwordReset.link', path: `/reset#${token}` } },
  );
}

export function passwordChangedMail(site: MailSite, person: Person): MailDraft {
  return toPerson(
    'password-changed',
    { site, person, part: 'passwordChanged' },
    { paragraphs: ['first', 'second'], link: CHOOSE_ANOTHER_PASSWORD },
  );
}

/** Named as their messages are. */
export const SECURITY_CHANGES = [
  'codes-renewed',
  'passkey-added',
  'passkey-removed',
  'provider-linked',
  'provider-unlinked',
  'token-made',
  'totp-added',
  'totp-removed',
] as const;
export type SecurityChange = (typeof SECURITY_CHANGES)[number];

export function securityChangedMail(site: MailSite, person: Person, change: SecurityChange): MailDraft {
  return toPerson(
    'security-changed',
    { site, person, part: 'securityChanged' },
    { paragraphs: [change, 'second'], link: { label: 'securityChanged.link', path: '/settings/security' } },
  );
}

export function approvedMail(site: MailSite, person: Person): MailDraft {
  return toPerson('account-approved', { site, person, part: 'approved' }, { paragraphs: ['first'], link: LOG_IN });
}

export function refusedMail(site: MailSite, person: Person, reason: string): MailDraft {
  return toPerson(
    'account-refused',
    { site, person, part: 'refused' },
    { paragraphs: [reason === '' ? 'first' : 'withReason', 'second'], foot: 'refused.foot', values: { reason } },
  );
}

export function suspendedMail(site: MailSite, person: Person, reason: string): MailDraft {
  return toPerson(
    'account-suspended',
    { site, person, part: 'suspended' },
    { paragraphs: ['first'], values: { reason } },
  );
}

export function restoredMail(site: MailSite, person: Person): MailDraft {
  return toPerson('account-restored', { site, person, part: 'restored' }, { paragraphs: ['first'], link: LOG_IN });
}

export function invitationMail(
  site: MailSite,
  invitation: { email: string; invitedBy: string; days: number; token: string; language: Language },
): MailDraft {
  const { email, invitedBy: inviter, days, token, language } = invitation;
  return {
    kind: 'invitation',
    to: email,
    language,
    subject: 'invitation.subject',
    paragraphs: ['invitation.hello', 'invitation.first'],
    link: { label: 'invitation.link', url: `${site.url}/invite#${token}` },
    foot: 'invitation.foot',
    values: { site: site.name, inviter, days },
  };
}

export function leavingMail(site: MailSite, person: Person, leavesAt: Date | null): MailDraft {
  return toPerson(
    'account-leaving',
    { site, person, part: 'leaving' },
    {
      paragraphs: ['first', 'second'],
      link: { label: 'leaving.link', path: '/login' },
      values: { day: theDay(leavesAt) },
    },
  );
}

function theDay(leavesAt: Date | null): Date {
  if (!leavesAt) throw new Error('Whoever leaves does so at a time.');
  return leavesAt;
}

/** By whoever runs the site. */
export function deletionDecidedMail(
  site: MailSite,
  person: Person,
  { reason, leavesAt }: { reason: string; leavesAt: Date | null },
): MailDraft {
  return toPerson(
    'account-leaving',
    { site, person, part: 'deletionDecided' },
    { paragraphs: ['first', 'second'], values: { reason, day: theDay(leavesAt) } },
  );
}

export function keptMail(site: MailSite, person: Person): MailDraft {
  return toPerson(
    'account-kept',
    { site, person, part: 'kept' },
    { paragraphs: ['first', 'second'], link: CHOOSE_ANOTHER_PASSWORD },
  );
}

export function deletedMail(site: MailSite, person: Person): MailDraft {
  return toPerson(
    'account-deleted',
    { site, person, part: 'deleted' },
    { paragraphs: ['first'], foot: 'deleted.foot' },
  );
}

export function exportReadyMail(site: MailSite, person: Person, days: number): MailDraft {
  return toPerson(
    'export-ready',
    { site, person, part: 'exportReady' },
    {
      paragraphs: ['first', 'second'],
      link: { label: 'exportReady.link', path: '/settings/account' },
      values: { days },
    },
  );
}

/** To whoever runs the site, at once and not by way of the outbox. */
export function testMail(site: MailSite, { email, language }: Pick<Person, 'email' | 'language'>): MailDraft {
  return {
    kind: 'test',
    to: email,
    language,
    subject: 'test.subject',
    paragraphs: ['test.first'],
    link: { label: 'test.link', url: `${site.url}/admin/mail` },
    foot: 'test.foot',
    values: { site: site.name },
  };
}
