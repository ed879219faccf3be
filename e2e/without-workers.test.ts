import { after, before, describe, test } from 'node:test';
import { startPlatform, type TestPlatform } from '@kinora/testing';
import { assertParkedEvents } from './scenarios/parked-events.ts';
import { assertWorkersElsewhere } from './scenarios/workers-elsewhere.ts';

for (const shape of ['one', 'split'] as const) {
  describe(`shape ${shape}, without workers of its own`, () => {
    let platform: TestPlatform;
    before(async () => {
      platform = await startPlatform({ shape, environment: { WORKER_SLOTS: '0' } });
    });
    after(() => platform?.stop());

    test(
      'workers elsewhere make the film, whichever of them is killed, until their token is revoked',
      {
        timeout: 180_000,
      },
      (t) => assertWorkersElsewhere(platform, t),
    );

    test(
      'what a service could not apply is listed, and applied once and in order when that is mended',
      {
        timeout: 180_000,
      },
      () => assertParkedEvents(platform),
    );
  });
}
