import type { AddressInfo } from 'node:net';
import { registerAccount, type Shape, seedVideos, startPlatform } from '@kinora/testing';
import Fastify from 'fastify';
import { load } from '../load.ts';
import { type Metric, metric } from '../report.ts';

/** The same JSON from a route that does nothing else: what Fastify costs. */
async function bareRoute(body: string): Promise<number> {
  const server = Fastify();
  const value = JSON.parse(body) as unknown;
  server.get('/', async () => value);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const { requestsPerSecond } = await load({ url: `http://127.0.0.1:${port}/`, seconds: 3 });
  await server.close();
  return requestsPerSecond;
}

/** Lists and watch pages with 1,000 and 100,000 videos, as a visitor and logged in. */
export async function api({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  await using platform = await startPlatform({ shape });
  const { client } = await registerAccount(platform);
  const metrics: Record<string, Metric> = {};
  let seeded = 0;
  let ids: string[] = [];
  for (const count of [1000, 100_000]) {
    ids = ids.concat(await seedVideos(platform, count - seeded));
    seeded = count;
    const authorization = { authorization: `Bearer ${await client.accessToken()}` };
    for (const [who, headers] of [
      ['visitor', {}],
      ['logged in', authorization],
    ] as const) {
      const list = await load({ url: `${platform.url}/api/v1/videos?limit=15`, headers });
      const one = await load({ url: `${platform.url}/api/v1/videos/${ids[Math.floor(ids.length / 2)]}`, headers });
      const label = `${count} videos, ${who}`;
      metrics[`list of 15, ${label}`] = metric(list.requestsPerSecond, '/s', '>= 3000');
      metrics[`list of 15, ${label}, p99`] = metric(list.p99Ms, 'ms', '<= 40');
      metrics[`one video, ${label}`] = metric(one.requestsPerSecond, '/s', '>= 5000');
      metrics[`one video, ${label}, p99`] = metric(one.p99Ms, 'ms', '<= 30');
      if (list.errors + one.errors > 0) throw new Error(`${list.errors + one.errors} requests failed.`);
    }
  }
  const listBody = await (await fetch(`${platform.url}/api/v1/videos?limit=15`)).text();
  const oneBody = await (await fetch(`${platform.url}/api/v1/videos/${ids[0]}`)).text();
  metrics['bare Fastify route, the same list'] = metric(await bareRoute(listBody), '/s');
  metrics['bare Fastify route, the same video'] = metric(await bareRoute(oneBody), '/s');
  return metrics;
}
