import { AppError, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { preferredLanguage } from '../domain/languages.ts';
import { hashPassword } from '../domain/password.ts';
import { identityErrors } from '../errors.ts';
import type { ProviderPerson } from '../provider-client.ts';
import type { AccountRow } from '../store/accounts-store.ts';
import type { AttemptRow, ProviderRow } from '../store/providers-store.ts';
import { displayNameField } from './account-fields.ts';
import { originOf } from './origin-of.ts';
import { accessTo, CALLBACK_PATH, providerCookie, readProviderCookie } from './provider-schemas.ts';
import { askSecondStep } from './second-step.ts';
import { sessionCookieFor, sessionTokenOf } from './session-cookies.ts';

export const returnFromProvider = defineRoute({
  method: 'GET',
  path: CALLBACK_PATH,
  operationId: 'returnFromProvider',
  summary:
    'Where a provider sends the browser back to; it goes on to a page of this site, with what went wrong, if anything.',
  policy: 'own-token',
  query: z.looseObject({ state: z.string().max(500).optional() }),
  answers: { 303: null },
  async handle(context: IdentityContext, { query, raw, reply, address }) {
    const cookies = [providerCookie(context, raw, '')];
    let place: string;
    let page = '/login';
    try {
      const browser = readProviderCookie(raw.headers.cookie);
      const attempt = query.state && browser && (await context.providers.comeBack(query.state, browser));
      if (!query.state || !attempt) throw identityErrors.provider_way_lost();
      if (attempt.account_id) page = '/settings/security';
      const { provider, person } = await ask(context, { attempt, state: query.state, raw });
      if (attempt.account_id) {
        await link(context, { attempt, person, raw });
        place = attempt.next;
      } else {
        const account = await accountFor(context, { provider, person, raw });
        const missing = await askSecondStep(context, account, 'browser');
        if (missing) place = `/login?next=${encodeURIComponent(attempt.next)}#${missing.secondStep.challenge}`;
        else {
          const device = { userAgent: raw.headers['user-agent'] ?? '', address };
          const { token } = await context.sessions.openBrowserSession(account, device);
          cookies.push(sessionCookieFor(context, { raw }, token));
          place = attempt.next;
        }
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      place = `${page}?problem=${encodeURIComponent(error.code)}`;
    }
    reply.header('set-cookie', cookies).header('cache-control', 'no-store').header('location', place).code(303);
  },
});

type Raw = Parameters<typeof originOf>[1];

async function ask(
  context: IdentityContext,
  { attempt, state, raw }: { attempt: AttemptRow; state: string; raw: Raw },
) {
  const provider = await context.providers.find(attempt.provider_id);
  if (!provider) throw identityErrors.provider_not_found();
  const { nonce, verifier } = attempt;
  const url = new URL(raw.url, originOf(context, raw));
  const person = await context.providerClient
    .comeBack(accessTo(context, provider), { url, state, nonce, verifier })
    .catch((cause: unknown) => {
      context.log.warn({ err: cause, providerId: provider.id }, 'a provider has not told who comes');
      throw identityErrors.provider_refused({ cause });
    });
  return { provider, person };
}

/** For who asked for it, and is logged in still. */
async function link(
  context: IdentityContext,
  { attempt, person, raw }: { attempt: AttemptRow; person: ProviderPerson; raw: Raw },
): Promise<void> {
  const token = sessionTokenOf(context, { raw });
  const found = token && (await context.sessions.findByToken(token));
  if (!found || found.account.id !== attempt.account_id) throw identityErrors.no_session();
  const linked = { providerId: attempt.provider_id, subject: person.subject };
  if (!(await context.providers.link(found.account, linked, await context.site())))
    throw identityErrors.provider_link_taken();
}

/** Never the account of a like address: whoever runs a provider could take any by it. */
async function accountFor(
  context: IdentityContext,
  { provider, person, raw }: { provider: ProviderRow; person: ProviderPerson; raw: Raw },
): Promise<AccountRow> {
  const known = await context.providers.accountOf(provider.id, person.subject);
  const account = known && (await context.accounts.find(known));
  if (account) return account;
  if (!person.email) throw identityErrors.provider_email_missing();
  if (await context.accounts.findByEmail(person.email)) throw identityErrors.provider_link_first();
  if (!provider.makes_accounts) throw identityErrors.provider_account_missing();
  const name = displayNameField.safeParse((person.name ?? '').slice(0, 50));
  const made = await context.accounts.register(
    {
      email: person.email,
      // Nobody knows it; another can be chosen with a link to the address.
      passwordHash: await hashPassword(crypto.randomUUID()),
      displayName: name.success ? name.data : (person.email.split('@')[0] ?? '').slice(0, 50),
      provider: { providerId: provider.id, subject: person.subject },
      pageLanguage: preferredLanguage(raw.headers['accept-language']),
    },
    await context.site(),
  );
  return made;
}
