import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
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
  const { body } = init;
  const large = (typeof body === 'string' || body instanceof Uint8Array) && body.length > LARGE;
  if (large) return sendAlone(url, { method: init.method ?? 'POST', headers, body });
  return fetch(url, { ...init, headers, ...(json === undefined ? {} : { body: JSON.stringify(json) }) });
}

const LARGE = 200_000;

/** On a connection of its own: a large body may be refused before it is sent, and nobody else waits behind it. */
function sendAlone(
  url: string,
  { method, headers, body }: { method: string; headers: Headers; body: string | Uint8Array },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      { method, agent: false, headers: { ...Object.fromEntries(headers), 'content-length': Buffer.byteLength(body) } },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on('data', (piece: Buffer) => pieces.push(piece));
        incoming.once('error', reject);
        incoming.once('end', () => {
          const status = incoming.statusCode ?? 0;
          const given = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
            name,
            String(value),
          ]);
          resolve(new Response(status === 204 ? null : Buffer.concat(pieces), { status, headers: given }));
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
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
