import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Processing } from '@kinora/sdk';
import { overallProgress } from './overall-progress.ts';
import { withTags } from './tags.ts';

test('tags are split, trimmed, not repeated and not too many', () => {
  assert.deepEqual(withTags(['boats'], ' #Oak, boats , BOATS,  the   lake '), ['boats', 'Oak', 'the lake']);
  assert.deepEqual(withTags([], 'x'.repeat(41)), []);
  const twenty = Array.from({ length: 20 }, (_, i) => `t${i}`);
  assert.equal(withTags(twenty, 'more').length, 20);
});

const processing: Processing = {
  state: 'uploading',
  upload: { state: 'uploading', offsetBytes: 25, sizeBytes: 100, url: null, sourceKept: false },
  stages: [{ name: 'encode', state: 'running', progress: 0.1 }],
  source: null,
  renditions: [],
  damages: [],
  failure: null,
  etaMs: null,
  next: null,
  paused: null,
};

test('progress is that of the upload while it runs, then that of the encoding', () => {
  assert.equal(overallProgress(processing), 0.25);
  const arrived = { state: 'complete' as const, offsetBytes: 100, sizeBytes: 100, url: null, sourceKept: true };
  assert.equal(overallProgress({ ...processing, state: 'processing', upload: arrived }), 0.1);
  assert.equal(overallProgress({ ...processing, state: 'ready', upload: arrived }), 1);
  assert.equal(overallProgress({ ...processing, upload: null, stages: [] }), 0);
});
