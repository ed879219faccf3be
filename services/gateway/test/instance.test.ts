import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@kinora/kernel';
import { InstanceLooks } from '../src/pages/instance.ts';

test('pages go on with the name and looks that were known while identity is away', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 0 });
  let away = false;
  let asked = 0;
  const identity = {
    getSite: async () => {
      asked++;
      if (away) throw new Error('away');
      return { name: `Harbour ${asked}`, logoPath: '', accentHue: 200 };
    },
  };
  const looks = new InstanceLooks({ identity: identity as never, log: createLog({ level: 'silent' }) });
  const names = async (count: number) =>
    (await Promise.all(Array.from({ length: count }, () => looks.get()))).map(({ name }) => name);
  assert.deepEqual(await names(3), ['Harbour 1', 'Harbour 1', 'Harbour 1'], 'it is asked once for many');
  t.mock.timers.tick(1001);
  assert.deepEqual(await names(1), ['Harbour 2']);
  away = true;
  t.mock.timers.tick(1001);
  assert.deepEqual(await names(2), ['Harbour 2', 'Harbour 2']);
  away = false;
  t.mock.timers.tick(1001);
  assert.deepEqual(await looks.get(), { name: 'Harbour 4', logoUrl: null, accentHue: 200 });
});
