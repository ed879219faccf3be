import { Readable } from 'node:stream';
import type { OutboundClient, OutboundOptions } from './outbound-client.ts';

/** For libraries that take a `fetch` of one's own: the same client, with its limits. Redirects are answers. */
export function asFetch(client: OutboundClient, limits: Pick<OutboundOptions, 'maxBytes' | 'timeoutMs'>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, body } = request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') throw new TypeError(`${method} is not sent.`);
    const answer = await client.fetch(request.url, {
      ...limits,
      method,
      headers: Object.fromEntries(request.headers),
      ...(body ? { body: await request.text() } : {}),
      redirect: 'manual',
      signal: request.signal,
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of [value ?? []].flat()) headers.append(name, one);
    const empty = method === 'HEAD' || [101, 204, 205, 304].includes(answer.status);
    if (empty) answer.body.resume();
    const stream = empty ? null : (Readable.toWeb(answer.body) as ReadableStream<Uint8Array>);
    return new Response(stream, { status: answer.status, headers });
  };
}
