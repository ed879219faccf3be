import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../context.ts';

/** What makes the site an app that can be installed (W3C Web Application Manifest). */
export function mountManifest(server: FastifyInstance, context: GatewayContext): void {
  server.get('/manifest.webmanifest', { schema: { hide: true } }, async (_request, reply) => {
    const { name } = await context.instance.get();
    const icon = (file: string, size: number, purpose: string) => ({
      src: `/icons/${file}.png`,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose,
    });
    return reply
      .header('cache-control', 'public, max-age=300')
      .type('application/manifest+json')
      .send(
        JSON.stringify({
          id: '/',
          name,
          short_name: name,
          start_url: '/',
          scope: '/',
          display: 'standalone',
          background_color: '#0c0c0e',
          theme_color: '#0c0c0e',
          categories: ['entertainment', 'video'],
          icons: [
            icon('icon-192', 192, 'any'),
            icon('icon-512', 512, 'any'),
            icon('icon-maskable-512', 512, 'maskable'),
          ],
        }),
      );
  });
}
