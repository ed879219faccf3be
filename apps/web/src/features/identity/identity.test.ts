import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handleFrom, isHandle } from '../channels/handle.ts';
import { describeDevice } from './describe-device.ts';
import { safeNext } from './safe-next.ts';

test('after log-in only places of this site are gone to', () => {
  assert.equal(safeNext('/studio?x=1'), '/studio?x=1');
  for (const wrong of [
    undefined,
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
  ]) {
    assert.equal(safeNext(wrong), '/');
  }
});

test('a handle is suggested from a name, or none when nothing fits', () => {
  assert.equal(handleFrom('Harbour Stories'), 'harbour-stories');
  assert.equal(handleFrom('Müller & Söhne!'), 'muller-sohne');
  assert.equal(handleFrom('李'), '');
  assert.equal(handleFrom('ハーバー便り がっこう'), 'ハーバー便り-がっこう');
  assert.equal(handleFrom('Ёлка зимой'), 'ёлка-зимой');
  assert.ok(isHandle(handleFrom('x'.repeat(80))));
});

test('handles have no spaces and do not begin or end with a mark', () => {
  for (const good of ['abc', 'harbour-stories', 'a.b_c', 'X1Y', 'ハーバー', 'قناة-المرفأ'])
    assert.ok(isHandle(good), good);
  for (const bad of ['ab', 'harbour stories', '-abc', 'abc-', 'a@b', '']) assert.ok(!isHandle(bad), bad);
});

test('devices are called what people call them', () => {
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604.1';
  assert.deepEqual(describeDevice(phone), { browser: 'Safari', system: 'iOS', kind: 'phone' });
  const desk = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0';
  assert.deepEqual(describeDevice(desk), { browser: 'Edge', system: 'Windows', kind: 'desktop' });
  assert.deepEqual(describeDevice('kinora-cli/0.1.0'), { browser: 'kinora-cli', system: '', kind: 'program' });
  assert.equal(describeDevice(null).browser, '');
});
