import assert from 'node:assert/strict';
import type { Service } from '@kinora/kernel';
import type { MemoryMailTransport, OutgoingMail } from '@kinora/ports';
import { eventually, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import { sql } from 'kysely';
import type { IdentityContext } from '../src/context.ts';
import { newOpaqueToken } from '../src/domain/opaque-token.ts';
import { identity } from '../src/index.ts';
import type { IdentityTables } from '../src/store/tables.ts';

export const MAIL_HOST = 'mail.example.org';
export const PASSWORD = 'eleven hulls on a slip';

export interface TestPerson {
  id: string;
  email: string;
  cookie: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface TestSite extends AsyncDisposable {
  service: ServiceAlone<IdentityContext>;
  transport: MemoryMailTransport;
  admin: TestPerson;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  register(email?: string, more?: Record<string, unknown>): Promise<TestPerson>;
  rows<Row>(text: string): Promise<Row[]>;
  /** Mail to an address, opened as the administrator would, the latest first. */
  mailsTo(email: string): Promise<{ kind: string; subject: string; text: string; html: string }[]>;
  /** The token in the newest mail of this kind. */
  linkFor(email: string, kind: string): Promise<string>;
  /** Connects a mail server; answers what it takes. */
  connectMail(): Promise<readonly OutgoingMail[]>;
}

/** Identity alone with its first administrator. */
export async function startSite(environment: Record<string, string> = {}, peers: Service[] = []): Promise<TestSite> {
  const service = await startServiceAlone<IdentityContext>({ service: identity, environment, peers });
  const { context } = service;
  const ask: TestSite['ask'] = (method, path, body, headers = {}) =>
    fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        origin: service.url,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  let people = 0;
  const register: TestSite['register'] = async (email = `person${++people}@example.org`, more = {}) => {
    const answer = await ask('POST', '/accounts', {
      email,
      password: PASSWORD,
      displayName: `Person ${people}`,
      ...more,
    });
    assert.equal(answer.status, 201, await answer.clone().text());
    const { account } = await json<{ account: { id: string } }>(answer);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return {
      id: account.id,
      email,
      cookie,
      async ask(method, path, body, headers) {
        const bought = await ask('POST', '/tokens/access', {}, { cookie });
        const { accessToken } = await json<{ accessToken: string }>(bought);
        return ask(method, path, body, { ...headers, authorization: `Bearer ${accessToken}` });
      },
    };
  };
  const setupToken = newOpaqueToken('setup');
  await context.accounts.offerSetup(setupToken);
  const admin = await register('admin@example.org', { setupToken, displayName: 'Head' });
  const database = await service.engines.database.open<IdentityTables>({ service: 'identity', maxConnections: 1 });
  const rows: TestSite['rows'] = async <Row>(text: string) => (await sql.raw<Row>(text).execute(database.query)).rows;
  const mailsTo: TestSite['mailsTo'] = async (email) => {
    const found = await context.mails.list({ limit: 100 });
    return found
      .filter((row) => row.to_address === email)
      .map((row) => ({ kind: row.kind, subject: row.subject, text: '', html: '', ...context.mails.open(row) }));
  };
  return {
    service,
    transport: service.engines.mail as MemoryMailTransport,
    admin,
    ask,
    register,
    rows,
    mailsTo,
    async linkFor(email, kind) {
      const mail = await eventually(`a mail ${kind} to ${email}`, async () =>
        (await mailsTo(email)).find((one) => one.kind === kind),
      );
      const token = /#(\S+)/.exec(mail.text)?.[1];
      assert.ok(token, mail.text);
      return token;
    },
    async connectMail() {
      const taken = (service.engines.mail as MemoryMailTransport).open(MAIL_HOST);
      const settings = { host: MAIL_HOST, port: 587, security: 'starttls', user: null, fromAddress: 'k@example.org' };
      assert.equal((await admin.ask('PUT', '/admin/mail', settings)).status, 200);
      return taken;
    },
    async [Symbol.asyncDispose]() {
      await database.close();
      await service.stop();
    },
  };
}

export async function json<T>(answer: Response): Promise<T> {
  return (await answer.json()) as T;
}

/** The status and, of a refusal, its code. */
export async function outcome(asked: Promise<Response>): Promise<string> {
  const answer = await asked;
  const text = await answer.text();
  const code = text === '' ? undefined : (JSON.parse(text) as { code?: string }).code;
  return code ? `${answer.status} ${code}` : `${answer.status}`;
}
