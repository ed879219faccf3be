import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeRemoteFile } from './remote-file.ts';

const url = 'https://files.example/films/A%20boat.mp4?x=1';
const describe = (headers: Record<string, string>, status = 200) => describeRemoteFile({ url, status, headers });

test('the size of a file is that of all of it, where ranges are known and where not', () => {
  assert.equal(describe({ 'content-length': '1234' }).sizeBytes, 1234);
  assert.equal(describe({ 'content-length': '1', 'content-range': 'bytes 0-0/1234' }, 206).sizeBytes, 1234);
  for (const range of ['bytes 0-0/*', 'bytes */1234', 'bytes 0-0/-1', 'x', 'bytes 0-0/99999999999999999999'])
    assert.equal(describe({ 'content-length': '1', 'content-range': range }, 206).sizeBytes, undefined, range);
  for (const length of ['', '0', '-1', '1e400', 'x'])
    assert.equal(describe({ 'content-length': length }).sizeBytes, undefined);
});

test('a file has the name that its server gives it, or that of its address', () => {
  assert.equal(describe({}).fileName, 'A boat.mp4');
  assert.equal(describe({ 'content-disposition': 'attachment; filename="b \\"1\\".mp4"' }).fileName, 'b "1".mp4');
  assert.equal(describe({ 'content-disposition': 'attachment; filename=c.mp4' }).fileName, 'c.mp4');
  assert.equal(
    describe({ 'content-disposition': "attachment; filename=x; filename*=UTF-8''%C3%A4.mp4" }).fileName,
    'ä.mp4',
  );
  assert.equal(describe({ 'content-disposition': "attachment; filename*=UTF-8''%zz" }).fileName, '%zz');
  assert.equal(describeRemoteFile({ url: 'https://files.example/', status: 200, headers: {} }).fileName, '');
});

test('only what changes with every byte tells files apart', () => {
  assert.equal(describe({ etag: '"a"', 'last-modified': 'Mon' }).validator, '"a"');
  assert.equal(describe({ etag: 'W/"a"', 'last-modified': 'Mon' }).validator, 'Mon');
  assert.equal(describe({}).validator, '');
  assert.ok(describe({ 'content-type': 'text/html; charset=utf-8' }).isWebPage);
  assert.ok(!describe({ 'content-type': 'video/mp4' }).isWebPage);
});
