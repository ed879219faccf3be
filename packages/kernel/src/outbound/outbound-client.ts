import { lookup } from 'node:dns/promises';
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type Readable, Transform } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { AppError } from '../errors/app-error.ts';
import { outboundErrors } from './errors.ts';
import { type AllowedNetworks, isPublicAddress } from './public-address.ts';

const MOST_REDIRECTS = 5;
const CONNECT_MS = 10_000;
/** Nothing at all for so long is the end. */
const SILENCE_MS = 20_000;
const MOST_HEADER_BYTES = 16 * 1024;

/** Where to, decided once: nobody resolves the name a second time. */
export interface Target {
  address: string;
  port: number;
  /** With TLS: the name that the certificate has to have. */
  servername: string | undefined;
}

export interface OutboundOptions {
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Of the body. What is longer ends with `outbound.too_large`. */
  maxBytes: number;
  /** From the first lookup to the last byte. */
  timeoutMs: number;
  /** `manual`: a redirect is an answer. Default: followed, at most five, each checked like the first address. */
  redirect?: 'follow' | 'manual';
  signal?: AbortSignal;
}

export interface OutboundAnswer {
  /** After redirects. */
  url: string;
  status: number;
  headers: IncomingHttpHeaders;
  /** Errors are those of this client. */
  body: Readable;
}

export interface OutboundClient {
  /** Throws `outbound.*`: never anything of the system below. */
  fetch(url: string, options: OutboundOptions): Promise<OutboundAnswer>;
}

export interface OutboundClientParts {
  allowed: AllowedNetworks;
  resolve?: (name: string) => Promise<string[]>;
  dial?: (target: Target) => Socket;
}

/**
 * The one way in which a server of ours asks other servers, for addresses that people give: a name is resolved once, what
 * is not on the public Internet is refused in whatever way it is written, each redirect is checked again, and time and
 * size have limits. No proxy of the environment is used, no compression is asked for.
 */
export function createOutboundClient(parts: OutboundClientParts): OutboundClient {
  const { allowed, resolve = resolveName, dial = dialTarget } = parts;

  const targetOf = async (url: URL): Promise<Target> => {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw outboundErrors.address_refused();
    if (url.username || url.password) throw outboundErrors.address_refused();
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await resolve(host);
    // All of them: which one answers is not for the other side to choose.
    const open = addresses.length > 0 && addresses.every((one) => isPublicAddress(one) || allowed.has(one));
    if (!open) throw outboundErrors.address_refused();
    const servername = secure ? host : undefined;
    return { address: addresses[0] ?? '', port: Number(url.port) || (secure ? 443 : 80), servername };
  };

  return {
    async fetch(address, options) {
      const signal = AbortSignal.any([
        AbortSignal.timeout(options.timeoutMs),
        ...(options.signal ? [options.signal] : []),
      ]);
      try {
        let url = parseUrl(address);
        let { method = 'GET', headers = {}, body } = options;
        for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
          const target = await targetOf(url);
          const message = await send({ url, target, dial, method, headers, body, signal });
          const location = isRedirect(message.statusCode) ? message.headers.location : undefined;
          if (location === undefined || options.redirect === 'manual') return toAnswer(url, message, options, signal);
          message.destroy();
          const next = parseUrl(location, url);
          if (url.protocol === 'https:' && next.protocol === 'http:') throw outboundErrors.address_refused();
          // What was meant for one server is not told to another.
          if (next.origin !== url.origin) headers = withoutSecrets(headers);
          if (message.statusCode !== 307 && message.statusCode !== 308 && method === 'POST') {
            method = 'GET';
            body = undefined;
          }
          url = next;
        }
        throw outboundErrors.too_many_redirects();
      } catch (error) {
        throw explain(error, signal);
      }
    },
  };
}

async function resolveName(name: string): Promise<string[]> {
  const found = await lookup(name, { all: true, verbatim: false });
  return found.map(({ address }) => address);
}

function dialTarget({ address, port, servername }: Target): Socket {
  if (servername === undefined) return connectTcp({ host: address, port });
  // A bare address has no name to send; its certificate is checked against the address.
  return connectTls({ host: address, port, ...(isIP(servername) ? {} : { servername }), ALPNProtocols: ['http/1.1'] });
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw outboundErrors.address_refused();
  return url;
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && [301, 302, 303, 307, 308].includes(status);
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['authorization', 'cookie'].includes(name.toLowerCase())),
  );
}

function send(options: {
  url: URL;
  target: Target;
  dial: (target: Target) => Socket;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal;
}): Promise<IncomingMessage> {
  const { url, target, dial, method, headers, body, signal } = options;
  return new Promise((resolve, reject) => {
    const start = target.servername === undefined ? requestHttp : requestHttps;
    const request = start({
      method,
      host: target.address,
      port: target.port,
      path: `${url.pathname}${url.search}`,
      maxHeaderSize: MOST_HEADER_BYTES,
      signal,
      headers: {
        'user-agent': 'Kinora',
        accept: '*/*',
        ...headers,
        host: url.host,
        // Packed, a small answer may become an endless one.
        'accept-encoding': 'identity',
        connection: 'close',
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      createConnection: () => dial(target),
    });
    request.setTimeout(CONNECT_MS, () => request.destroy(outboundErrors.too_slow()));
    request.once('error', reject);
    request.once('response', (message) => {
      message.setTimeout(SILENCE_MS, () => message.destroy(outboundErrors.too_slow()));
      resolve(message);
    });
    request.end(body);
  });
}

function toAnswer(
  url: URL,
  message: IncomingMessage,
  { maxBytes }: OutboundOptions,
  signal: AbortSignal,
): OutboundAnswer {
  const { headers, statusCode = 0 } = message;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' || Number(headers['content-length'] ?? 0) > maxBytes) {
    message.destroy();
    throw encoding === 'identity' ? outboundErrors.too_large() : outboundErrors.failed();
  }
  let seen = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(outboundErrors.too_large());
      else done(null, chunk);
    },
  });
  // Not `pipeline`: who reads is told in words of ours, and closes what is below by destroying the body.
  message.once('error', (error) => body.destroy(explain(error, signal)));
  message.once('aborted', () => body.destroy(explain(new Error('aborted'), signal)));
  body.once('close', () => message.destroy());
  message.pipe(body);
  return { url: url.href, status: statusCode, headers, body };
}

function explain(error: unknown, signal: AbortSignal): AppError {
  if (error instanceof AppError) return error;
  if (signal.aborted) return outboundErrors.too_slow({ cause: error });
  return outboundErrors.failed({ cause: error });
}
