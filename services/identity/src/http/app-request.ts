import type { RouteRequest } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { type AppRow, isSecretOf } from '../store/apps-store.ts';

/** RFC 6749 §5.2. */
export const oauthErrorSchema = z.object({ error: z.string(), error_description: z.string() });

export type OauthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'unsupported_grant_type';

/** A refusal as OAuth clients read it, in place of ours. */
export class OauthRefusal extends Error {
  override readonly name = 'OauthRefusal';
  readonly code: OauthErrorCode;

  constructor(code: OauthErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const FORM_BODY = { types: ['application/x-www-form-urlencoded'], as: 'buffer' } as const;

type Answer = (app: AppRow, form: Map<string, string>) => Promise<unknown>;

/** Answers what an app asks by a form once it has said who it is. */
export async function answerApp(
  context: IdentityContext,
  { raw, reply }: Pick<RouteRequest<'own-token', never, never, never>, 'raw' | 'reply'>,
  answer: Answer,
): Promise<unknown> {
  reply.header('cache-control', 'no-store');
  try {
    const form = readForm(raw.body);
    return await answer(await appOf(context, raw.headers.authorization, form), form);
  } catch (error) {
    if (!(error instanceof OauthRefusal)) throw error;
    if (error.code === 'invalid_client') reply.header('www-authenticate', 'Basic realm="apps"');
    reply.code(error.code === 'invalid_client' ? 401 : 400);
    return { error: error.code, error_description: error.message };
  }
}

export function fieldOf(form: Map<string, string>, name: string): string {
  const value = form.get(name);
  if (value === undefined || value === '') throw new OauthRefusal('invalid_request', `${name} is missing.`);
  return value;
}

function readForm(body: unknown): Map<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '')) {
    // RFC 6749 §3.2: none more than once.
    if (form.has(name)) throw new OauthRefusal('invalid_request', 'A parameter is there twice.');
    if (value.includes('\0')) throw new OauthRefusal('invalid_request', 'A parameter has the character U+0000.');
    form.set(name, value);
  }
  return form;
}

/** RFC 6749 §2.3.1: by HTTP Basic or in the form, not both. */
async function appOf(
  context: IdentityContext,
  authorization: string | undefined,
  form: Map<string, string>,
): Promise<AppRow> {
  const basic = basicOf(authorization);
  if (basic && form.has('client_secret')) throw new OauthRefusal('invalid_request', 'Say who you are in one way.');
  const id = basic?.id ?? form.get('client_id');
  if (basic && form.has('client_id') && form.get('client_id') !== basic.id)
    throw new OauthRefusal('invalid_request', 'There are two client ids.');
  const app = id ? await context.apps.find(id) : undefined;
  if (!app || !isSecretOf(app, basic ? basic.secret : form.get('client_secret')))
    throw new OauthRefusal('invalid_client', 'No such app, or another secret.');
  return app;
}

function basicOf(authorization: string | undefined): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic ([\w+/=-]{1,2000})$/i.exec(authorization ?? '') ?? [];
  if (!encoded) return undefined;
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined || secret.includes('\0') || id.includes('\0')) return undefined;
  try {
    const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
    return { id: decode(id), secret: decode(secret) };
  } catch {
    throw new OauthRefusal('invalid_client', 'No such app, or another secret.');
  }
}
