import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachmentOf } from './attachment-name.ts';

const saved = (title: string) => {
  const header = attachmentOf(title, '360p.mp4');
  assert.match(header, /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[\w!#$&+.^`|~%-]+$/);
  return decodeURIComponent(header.split("UTF-8''")[1] ?? '');
};

test('a film is saved under its title, in any script', () => {
  assert.equal(saved('Water'), 'Water 360p.mp4');
  assert.equal(saved("Ann's (2nd) *film*"), "Ann's (2nd) film 360p.mp4");
  assert.equal(saved('Вода – 水 🌊'), 'Вода – 水 🌊 360p.mp4');
  assert.equal(saved(''), 'video 360p.mp4');
});

test('no title breaks the header, leaves the folder, hides the ending or is too long for a disk', () => {
  assert.equal(saved('a"; filename="b.exe\r\nX-Evil: 1'), 'a ; filename= b.exe X-Evil 1 360p.mp4');
  assert.equal(saved('../../etc/passwd\0'), 'etc passwd 360p.mp4');
  assert.equal(saved('C:\\x\\.ssh'), 'C x .ssh 360p.mp4');
  assert.equal(saved('harmless\u202Egpj.exe\u2066'), 'harmless gpj.exe 360p.mp4');
  assert.equal(saved('\ud800 alone'), '\ufffd alone 360p.mp4');
  assert.equal(saved('. . -'), 'video 360p.mp4');
  assert.ok(saved('x'.repeat(5000)).length < 140);
});
