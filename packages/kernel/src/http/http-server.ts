import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { SCOPE_TEXTS } from '../auth/scopes.ts';
import { AppError, kernelErrors } from '../errors/app-error.ts';
import { HTTP_STATUS, problemSchema, toAppError, toProblem } from '../errors/problem.ts';
import type { Log } from '../log/log.ts';
import { readOn } from './read-on.ts';

const DESCRIPTION = `The public API of Kinora.

Scripts send a personal token of their account as a bearer, apps the access token that somebody gave them
(\`/.well-known/openid-configuration\`). Programs of one's own log in by \`POST /api/v1/tokens\` and send the access token as a bearer; it lives for five minutes, and
\`POST /api/v1/tokens/refresh\` gives another. Lists answer \`{ items, nextCursor }\` and take \`limit\` and \`cursor\`.
Refusals are \`application/problem+json\` with a stable \`code\`. Requests that create take an \`Idempotency-Key\`.`;
const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of who has logged in.',
  },
  scoped: {
    type: 'oauth2',
    description:
      'A personal token (`kin_…`, made in the settings) or the access token of an app, with any one of the scopes named.',
    flows: {
      authorizationCode: {
        authorizationUrl: '/oauth/authorize',
        tokenUrl: '/api/v1/oauth/token',
        refreshUrl: '/api/v1/oauth/token',
        scopes: SCOPE_TEXTS,
      },
    },
  },
} as const;
const JSON_LIMIT_BYTES = 256 * 1024;

/** A listener with request ids, problem+json errors and the OpenAPI document; routes are mounted by `mountRoutes`. */
export async function createHttpServer(options: {
  log: Log;
  trustedProxies: string[];
  version: string;
}): Promise<FastifyInstance> {
  const { log } = options;
  const server = Fastify({
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? options.trustedProxies : false,
    bodyLimit: JSON_LIMIT_BYTES,
    requestIdHeader: false,
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    },
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    requestTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
  });
  // Slow headers and slow JSON bodies end here; uploads set their own time-out per request.
  server.server.headersTimeout = 20_000;
  server.server.requestTimeout = 0;

  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });

  server.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = error instanceof AppError ? error : fromFastify(error as FastifyError);
    const status = HTTP_STATUS[known.kind];
    if (status >= 500)
      log.error({ err: known.cause ?? known, reqId: request.id, url: request.routeOptions.url }, known.message);
    else if (known.cause) log.debug({ err: known.cause, reqId: request.id }, known.message);
    if (known.retryAfterMs !== undefined)
      reply.header('retry-after', Math.max(1, Math.ceil(known.retryAfterMs / 1000)));
    readOn(request, reply);
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('application/problem+json')
      .serializer((payload: unknown) => JSON.stringify(payload))
      .send(toProblem(known, request.id));
  });
  server.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(JSON.stringify(toProblem(kernelErrors.route_not_found(), request.id))),
  );

  server.addSchema(problemSchema);
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Kinora', version: options.version, description: DESCRIPTION },
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    hideUntagged: false,
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, i) => String($id ?? `schema-${i}`) },
  });
  return server;
}

/** What Node could not even parse has no request yet: the answer is written by hand. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const known =
    error.code === 'HPE_HEADER_OVERFLOW' ? kernelErrors.headers_too_large() : kernelErrors.malformed_request();
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : HTTP_STATUS[known.kind];
  const body = JSON.stringify({ ...toProblem(known, randomUUID()), status });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function fromFastify(error: FastifyError): AppError {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return kernelErrors.body_too_large({ cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return kernelErrors.unsupported_media_type({ cause: error });
    default:
      if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
        return kernelErrors.malformed_request({ cause: error });
      }
      return toAppError(error);
  }
}
