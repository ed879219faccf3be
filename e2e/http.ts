import assert from 'node:assert/strict';
import type { Client } from '@kinora/sdk';

/** A request as the client's holder, outside the client: for answers that it would turn into errors. */
export async function request(
  url: string,
  options: RequestInit & { client?: Client; token?: string; json?: unknown } = {},
): Promise<Response> {
  const { client, token, json, ...init } = options;
  const headers = new Headers(init.headers);
  const bearer = token ?? (await client?.accessToken());
  if (bearer) headers.set('authorization', `Bearer ${bearer}`);
  if (json !== undefined) headers.set('content-type', 'application/json');
  return fetch(url, { ...init, headers, ...(json === undefined ? {} : { body: JSON.stringify(json) }) });
}

export async function assertProblem(response: Response, status: number, code?: string): Promise<void> {
  const text = await response.text();
  assert.equal(response.status, status, `${response.url} answers ${response.status}: ${text.slice(0, 300)}`);
  if (code !== undefined) assert.equal((JSON.parse(text) as { code: string }).code, code);
}

export async function statusOf(response: Promise<Response>): Promise<number> {
  const { status, body } = await response;
  await body?.cancel();
  return status;
}

/** Media addresses are relative to the site. */
export function mediaUrl(platform: { url: string }, path: string | null | undefined): string {
  assert.ok(path, 'there is an address');
  return new URL(path, platform.url).href;
}
