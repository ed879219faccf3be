import { type ComposedMail, compose, type MailSite } from './mail-texts.ts';

interface Person {
  email: string;
  displayName: string;
}

const forAccount = (site: MailSite) => `You get this because this address has an account on ${site.name}.`;
const NOT_YOU = 'If that was not you, you need not do anything.';

export function verifyAddressMail(site: MailSite, person: Person, token: string): ComposedMail {
  return compose('verify-address', person.email, {
    subject: `${site.name}: is this your address?`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `somebody made an account on ${site.name} with this address. Confirm that it is yours; the link works for three days.`,
      NOT_YOU,
    ],
    link: { label: 'Confirm the address', url: `${site.url}/verify#${token}` },
    foot: forAccount(site),
  });
}

export function newAddressMail(site: MailSite, person: Person, token: string): ComposedMail {
  return compose('new-address', person.email, {
    subject: `${site.name}: use this address from now on?`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `you want to use this address on ${site.name}. Confirm it; the link works for a day, and until then nothing changes.`,
      NOT_YOU,
    ],
    link: { label: 'Use this address', url: `${site.url}/verify#${token}` },
    foot: `You get this because somebody wrote this address into their account on ${site.name}.`,
  });
}

/** To the address that is about to be left. */
export function addressChangingMail(site: MailSite, person: Person, next: string): ComposedMail {
  return compose('address-changing', person.email, {
    subject: `${site.name}: your address is about to change`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `your account is to use ${next} from now on. It does as soon as that address is confirmed.`,
      'If that was not you, somebody knows your password: choose another one now, which also ends this change.',
    ],
    link: { label: 'Choose another password', url: `${site.url}/forgot` },
    foot: forAccount(site),
  });
}

export function passwordResetMail(site: MailSite, person: Person, token: string): ComposedMail {
  return compose('password-reset', person.email, {
    subject: `${site.name}: choose a new password`,
    paragraphs: [
      `Hello ${person.displayName},`,
      'choose a new password with this link. It works once, for an hour, and logs you out everywhere.',
      NOT_YOU,
    ],
    link: { label: 'Choose a new password', url: `${site.url}/reset#${token}` },
    foot: forAccount(site),
  });
}

export function passwordChangedMail(site: MailSite, person: Person): ComposedMail {
  return compose('password-changed', person.email, {
    subject: `${site.name}: your password was changed`,
    paragraphs: [
      `Hello ${person.displayName},`,
      'your password was changed just now; all other devices were logged out, and your tokens for programs revoked.',
      'If that was not you, choose another one at once.',
    ],
    link: { label: 'Choose another password', url: `${site.url}/forgot` },
    foot: forAccount(site),
  });
}

const SECURITY_CHANGES = {
  'token-made': 'there is another token with which programs act for you.',
  'totp-added': 'logging in asks for a code of your authenticator app from now on.',
  'totp-removed': 'logging in no longer asks for a code of your authenticator app.',
  'passkey-added': 'there is another passkey that you log in with.',
  'passkey-removed': 'one of your passkeys no longer logs you in.',
  'provider-linked': 'another account of yours, elsewhere, logs you in from now on.',
  'provider-unlinked': 'an account of yours elsewhere no longer logs you in.',
  'codes-renewed': 'you have new recovery codes; those before do not work any more.',
};
export type SecurityChange = keyof typeof SECURITY_CHANGES;

export function securityChangedMail(site: MailSite, person: Person, change: SecurityChange): ComposedMail {
  return compose('security-changed', person.email, {
    subject: `${site.name}: how you log in was changed`,
    paragraphs: [
      `Hello ${person.displayName},`,
      SECURITY_CHANGES[change],
      'If that was not you, choose another password at once.',
    ],
    link: { label: 'Look at your security', url: `${site.url}/settings/security` },
    foot: forAccount(site),
  });
}

export function approvedMail(site: MailSite, person: Person): ComposedMail {
  return compose('account-approved', person.email, {
    subject: `${site.name}: welcome`,
    paragraphs: [`Hello ${person.displayName},`, 'your account was accepted. You can log in from now on.'],
    link: { label: 'Log in', url: `${site.url}/login` },
    foot: forAccount(site),
  });
}

export function refusedMail(site: MailSite, person: Person, reason: string): ComposedMail {
  return compose('account-refused', person.email, {
    subject: `${site.name}: your registration was not accepted`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `your registration on ${site.name} was not accepted${reason === '' ? '.' : `: ${reason}`}`,
      'What you wrote there has been deleted.',
    ],
    foot: `You get this because somebody registered on ${site.name} with this address.`,
  });
}

export function suspendedMail(site: MailSite, person: Person, reason: string): ComposedMail {
  return compose('account-suspended', person.email, {
    subject: `${site.name}: your account is suspended`,
    paragraphs: [`Hello ${person.displayName},`, `your account cannot be used for now: ${reason}`],
    foot: forAccount(site),
  });
}

export function restoredMail(site: MailSite, person: Person): ComposedMail {
  return compose('account-restored', person.email, {
    subject: `${site.name}: your account can be used again`,
    paragraphs: [`Hello ${person.displayName},`, 'your account is no longer suspended.'],
    link: { label: 'Log in', url: `${site.url}/login` },
    foot: forAccount(site),
  });
}

export function invitationMail(
  site: MailSite,
  { email, invitedBy, days, token }: { email: string; invitedBy: string; days: number; token: string },
): ComposedMail {
  return compose('invitation', email, {
    subject: `${invitedBy} invites you to ${site.name}`,
    paragraphs: [
      'Hello,',
      `${invitedBy} invites you to ${site.name}. Make your account with this link; it works once, for ${days === 1 ? 'a day' : `${days} days`}.`,
    ],
    link: { label: 'Make your account', url: `${site.url}/invite#${token}` },
    foot: `You get this because ${invitedBy} wrote this address into ${site.name}.`,
  });
}

const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '';

export function leavingMail(site: MailSite, person: Person, leavesAt: Date | null): ComposedMail {
  return compose('account-leaving', person.email, {
    subject: `${site.name}: your account will be deleted`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `you asked for your account to be deleted. On ${day(leavesAt)} everything goes: your videos, your channels and what is known of you. Until then nobody else sees any of it.`,
      'If you want to stay, or if that was not you, log in before that day and keep the account. If somebody else asked, choose another password as well.',
    ],
    link: { label: 'Keep the account', url: `${site.url}/login` },
    foot: forAccount(site),
  });
}

/** By whoever runs the site. */
export function deletionDecidedMail(
  site: MailSite,
  person: Person,
  { reason, leavesAt }: { reason: string; leavesAt: Date | null },
): ComposedMail {
  return compose('account-leaving', person.email, {
    subject: `${site.name}: your account will be deleted`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `your account cannot be used any more, and on ${day(leavesAt)} everything in it will be deleted: ${reason}`,
      `Whoever runs ${site.name} can take that back until then.`,
    ],
    foot: forAccount(site),
  });
}

export function keptMail(site: MailSite, person: Person): ComposedMail {
  return compose('account-kept', person.email, {
    subject: `${site.name}: your account stays`,
    paragraphs: [
      `Hello ${person.displayName},`,
      'your account will not be deleted. Your videos and channels can be seen again as before.',
      'If that was not you, somebody knows your password: choose another one now.',
    ],
    link: { label: 'Choose another password', url: `${site.url}/forgot` },
    foot: forAccount(site),
  });
}

export function deletedMail(site: MailSite, person: Person): ComposedMail {
  return compose('account-deleted', person.email, {
    subject: `${site.name}: your account is deleted`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `your account on ${site.name} is deleted, with everything in it. This is the last mail, and your address goes with it.`,
    ],
    foot: `You get this because this address had an account on ${site.name}.`,
  });
}

export function exportReadyMail(site: MailSite, person: Person, days: number): ComposedMail {
  return compose('export-ready', person.email, {
    subject: `${site.name}: your archive is ready`,
    paragraphs: [
      `Hello ${person.displayName},`,
      `the archive of everything of yours on ${site.name} can be downloaded for ${days} days.`,
      'If you did not ask for it, somebody knows your password: choose another one now.',
    ],
    link: { label: 'Download the archive', url: `${site.url}/settings/account` },
    foot: forAccount(site),
  });
}
