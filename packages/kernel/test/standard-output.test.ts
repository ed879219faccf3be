import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { test } from 'node:test';
import { createLog } from '@kinora/kernel';
import { standardOutput } from '../src/log/standard-output.ts';

test('a log that cannot be written ends nothing, and takes no more and more memory', {
  skip: process.platform !== 'linux' && 'only Linux has a device that is always full',
}, async () => {
  const fd = openSync('/dev/full', 'w');
  try {
    const log = createLog({ level: 'info', destination: standardOutput(fd) });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 20_000; i++) log.info({ text: 'x'.repeat(1000) }, 'a line');
    await new Promise(setImmediate);
    assert.ok(process.memoryUsage().heapUsed - before < 15_000_000);
  } finally {
    closeSync(fd);
  }
});
