import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartSigner, partBytesOf, partCount, sizeOfPart } from './direct-parts.ts';

test('parts cover the file, none is too small for a store, and there are never too many', () => {
  for (const sizeBytes of [1, 8 * 2 ** 20, 8 * 2 ** 20 + 1, 50e9, 5e12]) {
    const partBytes = partBytesOf(sizeBytes);
    const count = partCount({ sizeBytes, partBytes });
    assert.ok(count <= 10_000);
    const last = sizeOfPart({ sizeBytes, partBytes }, count) ?? 0;
    assert.ok(last >= 1 && last <= partBytes);
    assert.equal((count - 1) * partBytes + last, sizeBytes);
    assert.equal(sizeOfPart({ sizeBytes, partBytes }, count + 1), undefined);
    assert.equal(sizeOfPart({ sizeBytes, partBytes }, 0), undefined);
  }
});

test('an address is good for its part alone, and until it expires', () => {
  const signer = createPartSigner(new Uint8Array(32).fill(7));
  const query = new URL(signer.address('up1', 3, 60_000), 'http://x').searchParams;
  const part = { uploadId: 'up1', number: 3, expires: 60, signature: query.get('signature') ?? '' };
  assert.equal(signer.verify(part, 59_999), true);
  assert.equal(signer.verify(part, 60_000), false);
  const others = [
    { number: 4 },
    { uploadId: 'up2' },
    { expires: 61 },
    { signature: `${part.signature}A` },
    { signature: '' },
  ];
  for (const other of others) assert.equal(signer.verify({ ...part, ...other }, 0), false);
  assert.equal(createPartSigner(new Uint8Array(32).fill(8)).verify(part, 0), false);
});
