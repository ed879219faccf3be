import { setTimeout as delay } from 'node:timers/promises';
import { registerAccount, type Shape, startPlatform, uploadFilm, waitForState } from '@kinora/testing';
import { percentile } from '../report.ts';

const LOOKS = 1000;
const EVERY_MS = 20;

/** The 99th percentile in milliseconds of lists and videos asked for, one after the other, while two films are encoded. */
export async function measureBusyApi(shape: Shape, film: string): Promise<number> {
  await using platform = await startPlatform({ shape, environment: { CHUNK_SECONDS: '20' } });
  const { client } = await registerAccount(platform);
  const ids: string[] = [];
  for (const title of ['One', 'Two']) ids.push((await uploadFilm(client, film, { title })).id);
  for (const id of ids) await waitForState(client, id, 'playable', { timeoutMs: 600_000 });
  const times: number[] = [];
  for (let look = 0; look < LOOKS; look++) {
    const path = look % 2 === 0 ? '/api/v1/videos' : `/api/v1/videos/${ids[0]}`;
    const begun = performance.now();
    const answer = await fetch(new URL(path, platform.url));
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
    times.push(performance.now() - begun);
    await delay(EVERY_MS);
  }
  const states = await Promise.all(ids.map(async (id) => (await client.videos.get(id)).state));
  if (states.every((state) => state === 'ready')) throw new Error('The films were encoded before all was asked for.');
  return percentile(times, 0.99);
}
