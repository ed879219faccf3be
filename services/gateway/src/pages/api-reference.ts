import type { FastifyInstance } from 'fastify';

/** The OpenAPI 3.1 document, made from the schemas of the routes. */
export function mountReference(server: FastifyInstance): void {
  server.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=60')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(server.swagger())),
  );
}
