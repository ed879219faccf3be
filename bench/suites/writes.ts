import { type Person, registerAccount, type Shape, seedVideos, startPlatform } from '@kinora/testing';
import { type LoadRequest, load } from '../load.ts';
import { type Metric, metric } from '../report.ts';

const PEOPLE = 48;
const VIDEOS = 50;

/**
 * Likes, comments and beacons of many people at once, each answered after its commit: on many videos, and on the one that
 * everybody looks at. Every like of the measurement changes something: it follows one that was taken back.
 */
export async function writes({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  await using platform = await startPlatform({ shape, environment: { COMMENTS_PER_MINUTE: '10000' } });
  const people: Person[] = [];
  for (let index = 0; index < PEOPLE; index++) people.push(await registerAccount(platform));
  const tokens = await Promise.all(people.map(async ({ client }) => (await client.accessToken()) ?? ''));
  const ids = await seedVideos(platform, VIDEOS);
  const [hot = ''] = ids;
  const metrics: Record<string, Metric> = {};
  const measure = async (name: string, requests: LoadRequest[], target: string, connections = 32) => {
    const result = await load({ url: platform.url, connections, seconds: 8, requests });
    if (result.errors > 0) throw new Error(`${name}: ${result.errors} requests failed.`);
    metrics[name] = metric(result.requestsPerSecond, '/s', target);
    metrics[`${name}, p99`] = metric(result.p99Ms, 'ms', '<= 50');
  };
  const likes = (videos: readonly string[]): LoadRequest[] =>
    (['PUT', 'DELETE'] as const).flatMap((method) =>
      videos.flatMap((id) =>
        tokens.map((token) => ({
          method,
          path: `/api/v1/videos/${id}/reaction`,
          token,
          ...(method === 'PUT' ? { json: { reaction: 'like' } } : {}),
        })),
      ),
    );
  const comments = (videos: readonly string[]): LoadRequest[] =>
    videos.flatMap((id) =>
      tokens.map((token, index) => ({
        method: 'POST' as const,
        path: `/api/v1/videos/${id}/comments`,
        token,
        json: { text: `At 1:3${index % 10} there is something that I have not seen before.` },
      })),
    );
  const beacons: LoadRequest[] = Array.from({ length: 5000 }, (_, index) => ({
    method: 'POST',
    path: `/api/v1/videos/${ids[index % ids.length]}/beacons`,
    json: { viewId: crypto.randomUUID(), positionMs: 10_000, watchedMs: 10_000, durationMs: 60_000 },
  }));
  await measure('likes on many videos', likes(ids), '>= 2000');
  await measure('likes on one video', likes([hot]), '>= 2000');
  await measure('comments on many videos', comments(ids), '>= 1000');
  await measure('comments on one video', comments([hot]), '>= 1000');
  // Each player tells once in ten seconds: many are connected.
  await measure('beacons', beacons, '>= 10000', 512);
  const page = `${platform.url}/api/v1/videos/${hot}/comments`;
  const authorization = `Bearer ${tokens[0]}`;
  for (const [who, headers] of [
    ['a visitor', {}],
    ['logged in', { authorization }],
  ] as const) {
    const read = await load({ url: page, headers });
    if (read.errors > 0) throw new Error(`${read.errors} pages of comments failed.`);
    metrics[`page of 20 comments, ${who}`] = metric(read.requestsPerSecond, '/s', '>= 3000');
  }
  return metrics;
}
