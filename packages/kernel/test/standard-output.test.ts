import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock, test } from 'node:test';
import { createLog } from '@kinora/kernel';
import { standardOutput } from '../src/log/standard-output.ts';

const LINES = 1000;

test('a log that cannot be written ends nothing, and says afterwards how many lines are missing', {
  skip: process.platform !== 'linux' && 'only Linux has a device that is always full',
}, () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const folder = mkdtempSync(join(tmpdir(), 'kinora-log-'));
  const path = join(folder, 'log');
  const fd = openSync('/dev/full', 'w');
  let file: number | undefined;
  try {
    const log = createLog({ level: 'info', destination: standardOutput(fd) });
    for (let line = 0; line < LINES; line++) log.info({ line, text: 'x'.repeat(1000) }, 'a line');
    log.fatal('the last');
    // The disk has room again: under the same number there is a file now.
    closeSync(fd);
    file = openSync(path, 'w');
    assert.equal(file, fd);
    mock.timers.tick(1000);
    log.info('there is room');

    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line?: number; msg: string });
    const kept = lines.filter(({ line }) => line !== undefined);
    assert.deepEqual(
      kept.map(({ line }) => line),
      kept.map((_, index) => index),
      'the first ones, in their order',
    );
    assert.ok(kept.length > 100 && kept.length < 260, `${kept.length} lines were kept`);
    const [missing] = lines.filter(({ msg }) => msg.includes('could not be written'));
    const others = kept.length + (lines.some(({ msg }) => msg === 'the last') ? 1 : 0);
    assert.equal(missing?.msg, `${LINES + 1 - others} lines of this log could not be written.`);
    assert.equal(lines.at(-1)?.msg, 'there is room');
  } finally {
    mock.timers.reset();
    closeSync(file ?? fd);
    rmSync(folder, { recursive: true });
  }
});
