import { eventually, type Person, registerAccount, type TestPlatform } from '@kinora/testing';

const administrators = new WeakMap<TestPlatform, Promise<Person>>();

/** The administrator of a platform: made by its set-up link when first asked for. */
export function administratorOf(platform: TestPlatform): Promise<Person> {
  const known = administrators.get(platform) ?? setUp(platform);
  administrators.set(platform, known);
  return known;
}

async function setUp(platform: TestPlatform): Promise<Person> {
  const setupToken = await platform.setupToken();
  return registerAccount(platform, { name: 'Head', setupToken });
}

/**
 * Runs `body` while the platform's own workers get no task, when they have ended those that they had; gives it the ids
 * of these workers.
 */
export async function withoutOwnWorkers<Answer>(
  platform: TestPlatform,
  body: (own: ReadonlySet<string>) => Promise<Answer>,
): Promise<Answer> {
  const { client } = await administratorOf(platform);
  // A role of its own in the split shape, which begins to work when it has found the others.
  const own = await eventually('the platform has a worker', async () => {
    const active = (await client.admin.workers()).filter(({ state }) => state === 'active');
    return active.length > 0 && active.map(({ id }) => id);
  });
  try {
    for (const id of own) await client.admin.drainWorker(id);
    await platform.settle();
    return await body(new Set(own));
  } finally {
    for (const id of own) await client.admin.resumeWorker(id);
  }
}
