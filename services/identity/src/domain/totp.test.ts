import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-code.ts';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

/** RFC 6238, appendix B, cut to six digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('codes are those of RFC 6238, and say which step they are of', () => {
  assert.equal(totpStep(RFC_SECRET, '287082', 59_000), 1);
  assert.equal(totpStep(RFC_SECRET, '081804', 1_111_111_109_000), 37_037_036);
  assert.equal(totpStep(RFC_SECRET, '279037', 2_000_000_000_000), 66_666_666);
});

test('clocks may differ by one step, not by two', () => {
  assert.equal(totpStep(RFC_SECRET, '287082', 59_000 + 30_000), 1);
  assert.equal(totpStep(RFC_SECRET, '287082', 59_000 - 30_000), 1);
  assert.equal(totpStep(RFC_SECRET, '287082', 59_000 + 60_000), undefined);
  assert.equal(totpStep(RFC_SECRET, 'no code', 59_000), undefined);
});

test('each secret is another one, and its address names site and person', () => {
  assert.notEqual(newTotpSecret(), newTotpSecret());
  const uri = new URL(totpUri(RFC_SECRET, { issuer: 'Film & Co', label: 'ann@example.org' }));
  assert.equal(uri.protocol, 'otpauth:');
  assert.equal(uri.searchParams.get('issuer'), 'Film & Co');
  assert.equal(uri.searchParams.get('secret'), RFC_SECRET);
});

test('recovery codes are read in whatever way they are written', () => {
  const codes = newRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  const [code = ''] = codes;
  assert.match(code, /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
  const secret = new Uint8Array(32);
  assert.deepEqual(
    hashRecoveryCode(secret, code),
    hashRecoveryCode(secret, ` ${code.toUpperCase().replaceAll('-', ' ')}`),
  );
  assert.notDeepEqual(hashRecoveryCode(secret, code), hashRecoveryCode(new Uint8Array(32).fill(1), code));
});
