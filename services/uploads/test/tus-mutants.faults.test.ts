import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '@kinora/kernel';
import { mutantOf, type Patch } from '@kinora/testing';
import { startUploads, type UploadsAlone } from './harness.ts';
import * as attacks from './tus-attacks.ts';

type Attack = (service: UploadsAlone) => Promise<void>;

async function attackCopy(attack: Attack, patches: readonly Patch[]): Promise<void> {
  await using mutant = await mutantOf<{ uploads: Service }>('services/uploads', patches);
  const service = await startUploads({}, mutant.module.uploads);
  try {
    await attack(service);
  } finally {
    await service.stop();
  }
}

const TUS = 'domain/tus.ts';
const PATCH_UPLOAD = 'http/patch-upload.ts';
const RECEIVE = 'staging/receive.ts';
const WRONG_OFFSET = 'offset !== upload.offset_bytes';

/** What is replaced in a file of the copy; by nothing, where it says nothing else. */
const defences: [name: string, attack: Attack, file: string, from: string, to?: string][] = [
  ['lengths are digits', attacks.refusesLengths, TUS, String.raw` || !/^\d{1,16}$/.test(header)`],
  [
    'lengths are safe integers',
    attacks.refusesLengths,
    TUS,
    'Number.isSafeInteger(value) ? value : undefined',
    'value',
  ],
  ['a length is needed', attacks.refusesLengths, 'http/create-upload-resource.ts', '!sizeBytes', 'sizeBytes === 0'],
  [
    'a file has a maximum',
    attacks.refusesLargeFiles,
    'http/open-upload.ts',
    'sizeBytes > context.config.UPLOAD_MAX_BYTES',
    'sizeBytes < 0',
  ],
  [
    'the offset is the one that was acknowledged',
    attacks.refusesOffsets,
    PATCH_UPLOAD,
    WRONG_OFFSET,
    'offset === undefined',
  ],
  [
    'what is over takes no bytes at its beginning',
    attacks.refusesBytesAfterTheEnd,
    PATCH_UPLOAD,
    WRONG_OFFSET,
    'offset === undefined',
  ],
  [
    'one writes at a time',
    attacks.endsTheEarlierWriter,
    'staging/running-requests.ts',
    'if (!earlier) break;',
    'if (earlier || !earlier) break;',
  ],
  [
    'what is sent is counted',
    attacks.refusesLongBodies,
    RECEIVE,
    'if (written + pendingBytes + chunk.length > upload.size_bytes) throw',
    'if (written < 0) throw',
  ],
  [
    'what is announced is too long already',
    attacks.refusesBytesAfterTheEnd,
    PATCH_UPLOAD,
    'offset + length > upload.size_bytes',
    'length < 0',
  ],
  [
    'checksums are compared',
    attacks.refusesChecksums,
    RECEIVE,
    '!hash.digest().equals(checksum.digest)',
    'hash.digest().length === 0',
  ],
  ['an upload has an owner', attacks.hidesUploads, 'http/own-upload.ts', ' || upload.account_id !== caller.accountId'],
  ['names lose their paths', attacks.cleansNames, TUS, String.raw`name.split(/[/\\]/).at(-1) ?? ''`, 'name'],
  [
    'names lose what cannot be seen',
    attacks.cleansNames,
    TUS,
    String.raw`last.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')`,
    'last',
  ],
  ['names have an end', attacks.cleansNames, TUS, '.slice(0, 255)'],
  ['what comes with a file is short', attacks.cleansNames, TUS, 'header.length > MAX_METADATA', 'header.length < 0'],
];
for (const [name, attack, file, from, to = ''] of defences)
  test(`without it the test is red: ${name}`, () =>
    assert.rejects(attackCopy(attack, [{ file, from, to }]), assert.AssertionError));

test('without it the test is red: nothing of a body with a checksum counts before its end', async () => {
  const impatient = { file: RECEIVE, from: 'acknowledgeMs: 200', to: 'acknowledgeMs: 0' };
  await attackCopy(attacks.awaitsChecksums, [impatient]);
  const counts = { file: RECEIVE, from: 'if (checksum || Date.now()', to: 'if (Date.now()' };
  await assert.rejects(attackCopy(attacks.awaitsChecksums, [impatient, counts]), assert.AssertionError);
});
