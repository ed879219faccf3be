import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readOn } from './read-on.ts';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Answers a request with what another process of ours says to it, bodies as streams in both directions.
 *
 * @param options.url origin of that process
 * @param options.headers sent beside those of the request
 * @throws what `options.unreachable` makes of an error before the answer has begun
 */
export function passOn(options: {
  request: FastifyRequest;
  reply: FastifyReply;
  url: string;
  agent: Agent;
  headers: Readonly<Record<string, string>>;
  unreachable: (cause: Error) => Error;
}): Promise<FastifyReply> {
  const { request, reply } = options;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        ...urlToHttpOptions(new URL(options.url)),
        path: pathOf(request),
        agent: options.agent,
        method: request.method,
        headers: { ...withoutHops(request.headers), 'x-request-id': request.id, ...options.headers },
      },
      (incoming) => {
        for (const [name, value] of Object.entries(withoutHops(incoming.headers))) {
          if (value !== undefined) reply.header(name, value);
        }
        incoming.once('error', () => reply.raw.destroy());
        // Node tells nobody any more when an answered request may be written on: what is left of it would wait for ever.
        incoming.once('end', () => {
          if (!outgoing.writableFinished) outgoing.destroy();
        });
        reply.code(incoming.statusCode ?? 502);
        resolve(reply.send(incoming));
      },
    );
    outgoing.once('close', () => {
      request.raw.unpipe(outgoing);
      readOn(request, reply);
    });
    outgoing.once('error', (cause) => reject(options.unreachable(cause)));
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) outgoing.destroy();
    });
    request.raw.pipe(outgoing);
  });
}

/** A target in absolute form names a host, which is not ours to ask. */
function pathOf(request: FastifyRequest): string {
  return (request.raw.url ?? '/').replace(/^https?:\/\/[^/]*/i, '');
}

/** RFC 9110 §7.6.1: beside the known ones, those that Connection names. */
function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)));
}
