import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CRASH_POINTS } from '@kinora/kernel';
import {
  auditPlatform,
  type Person,
  readPublishedHls,
  registerAccount,
  startPlatform,
  type TestPlatform,
  waitForState,
} from '@kinora/testing';
import { diesAt } from './dies-at.ts';
import { mediaUrl } from './http.ts';

let platform: TestPlatform | undefined;
let person: Person | undefined;

before(async () => {
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform);
});
after(() => platform?.stop());

for (const point of CRASH_POINTS) {
  test(`kill -9 at ${point}: the next start finishes what was begun`, { timeout: 90_000 }, async () => {
    assert.ok(platform && person);
    const id = await diesAt(platform, person, point);
    await platform.settle();
    if (point === 'delete-before-blobs') {
      await assert.rejects(person.client.videos.get(id), { status: 404 });
      return;
    }
    const video = await waitForState(person.client, id, 'ready');
    const published = await readPublishedHls(mediaUrl(platform, video.playback?.hlsUrl));
    assert.equal(published.variants.length, 2);
    // So that there is something to count in the end.
    await person.client.reactions.set(id, 'like');
    await person.client.comments.write(id, { text: point });
  });
}

test('after all of them every invariant holds', async () => {
  assert.ok(platform);
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
  for (const { number, checked } of report.invariants)
    assert.ok(checked > 0, `invariant ${number} looked at something`);
});
