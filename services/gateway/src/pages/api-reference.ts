import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Kinora API</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
  </head>
  <body>
    <div id="reference"></div>
    <noscript>The API is described by <a href="/api/openapi.json">an OpenAPI document</a>.</noscript>
    <script src="/api/reference/scalar.js"></script>
    <script src="/api/reference/start.js"></script>
  </body>
</html>
`;

/** Nothing is loaded from other sites, and nothing is told to them. */
const START = `Scalar.createApiReference('#reference', {
  url: '/api/openapi.json',
  operationTitleSource: 'path',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
});
`;

/** The OpenAPI 3.1 document, made from the schemas of the routes, and a page to read it and to try it. */
export function mountReference(server: FastifyInstance): void {
  server.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=60')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(server.swagger())),
  );
  server.get('/api/reference', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(PAGE),
  );
  server.get('/api/reference/start.js', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/javascript; charset=utf-8').send(START),
  );
  let script: Promise<Buffer> | undefined;
  server.get('/api/reference/scalar.js', { schema: { hide: true } }, async (_request, reply) => {
    script ??= packScalar().catch((error: unknown) => {
      script = undefined;
      throw error;
    });
    return reply
      .header('cache-control', 'public, max-age=86400')
      .header('content-encoding', 'gzip')
      .type('text/javascript; charset=utf-8')
      .send(await script);
  });
}

/** Megabytes that few ask for: loaded by the first of them, and kept packed. */
async function packScalar(): Promise<Buffer> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const server = Fastify();
  await server.register(scalar, { routePrefix: '/reference', configuration: { url: '/api/openapi.json' } });
  const { rawPayload } = await server.inject('/reference/js/scalar.js');
  await server.close();
  return promisify(gzip)(rawPayload);
}
