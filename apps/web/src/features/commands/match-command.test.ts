import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchCommands } from './match-command.ts';

const commands = ['Home', 'My videos', 'Upload', 'Sécurité', 'The channel of Ann', 'Homepage of Ann'].map((label) => ({
  label,
  group: label === 'Upload' ? 'Studio' : 'Pages',
}));
const found = (typed: string) => matchCommands(commands, typed).map(({ label }) => label);

test('nothing typed is everything, in its order', () => {
  assert.deepEqual(
    found('  '),
    commands.map(({ label }) => label),
  );
});

test('the beginning of all counts more than that of a word, and that more than the middle', () => {
  assert.deepEqual(found('ho'), ['Home', 'Homepage of Ann']);
  assert.deepEqual(found('o'), ['The channel of Ann', 'Homepage of Ann', 'Home', 'My videos', 'Upload']);
  assert.deepEqual(found('ann ch'), ['The channel of Ann']);
});

test('accents and case are left out, and the group is looked into', () => {
  assert.deepEqual(found('SECU'), ['Sécurité']);
  assert.deepEqual(found('studio'), ['Upload']);
  assert.deepEqual(found('zzz'), []);
});
