import { after, before, test } from 'node:test';
import * as attacks from './attacks.ts';
import { type InteractionsAlone, startInteractions } from './start-interactions.ts';

let alone: InteractionsAlone;
before(async () => {
  alone = await startInteractions({ COMMENTS_PER_MINUTE: '8' });
});
after(() => alone?.service.stop());

for (const [name, attack] of Object.entries(attacks)) {
  test(`an attack is fended off: ${name}`, () => attack(alone));
}
