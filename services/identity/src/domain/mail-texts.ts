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

export interface ComposedMail {
  kind: MailKind;
  to: string;
  subject: string;
  text: string;
  html: string;
}

interface Parts {
  subject: string;
  /** What people wrote may be in here: it is escaped, and stays on its line. */
  paragraphs: readonly string[];
  link?: { label: string; url: string };
  foot: string;
}

export interface MailSite {
  name: string;
  /** Where its pages are, without a trailing slash. */
  url: string;
}

export function testMail(site: MailSite, to: string): ComposedMail {
  return compose('test', to, {
    subject: `${site.name}: mail works`,
    paragraphs: ['This is the test that you asked for. Mail from here reaches you.'],
    link: { label: 'Go to the settings of mail', url: `${site.url}/admin/mail` },
    foot: `You get this because you run ${site.name}.`,
  });
}

export function compose(kind: MailKind, to: string, parts: Parts): ComposedMail {
  const { link } = parts;
  const paragraphs = parts.paragraphs.map(oneLine);
  const foot = oneLine(parts.foot);
  return {
    kind,
    to,
    subject: oneLine(parts.subject).slice(0, 200),
    text: [...paragraphs, ...(link ? [`${oneLine(link.label)}:\n${link.url}`] : []), `-- \n${foot}`, ''].join('\n\n'),
    html: `<!doctype html><html lang="en"><body style="margin:0;padding:24px;font:16px/24px sans-serif;color:#1c1b1f">
<div style="max-width:560px">
${paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${link ? `<p><a href="${escapeHtml(link.url)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#1c1b1f;color:#fff;text-decoration:none">${escapeHtml(oneLine(link.label))}</a></p>\n<p style="font-size:13px;color:#5c5a63">${escapeHtml(link.url)}</p>` : ''}
<p style="font-size:13px;color:#5c5a63">${escapeHtml(foot)}</p>
</div></body></html>`,
  };
}

/** A name cannot begin a header or a paragraph of its own, nor turn the direction of what follows. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
