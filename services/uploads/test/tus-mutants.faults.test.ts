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

const off = (file: string, from: string, to = ''): Patch => ({ file, from, to });
const overlongInside = off(
  'staging/receive.ts',
  'if (written + pendingBytes + chunk.length > upload.size_bytes) throw',
  'if (written < 0) throw',
);

const defences: [name: string, attack: Attack, patches: Patch[]][] = [
  ['lengths are digits', attacks.refusesLengths, [off('domain/tus.ts', String.raw` || !/^\d{1,16}$/.test(header)`)]],
  [
    'lengths are safe integers',
    attacks.refusesLengths,
    [off('domain/tus.ts', 'Number.isSafeInteger(value) ? value : undefined', 'value')],
  ],
  [
    'a length is needed',
    attacks.refusesLengths,
    [off('http/create-upload-resource.ts', '!sizeBytes', 'sizeBytes === 0')],
  ],
  [
    'a file has a maximum',
    attacks.refusesLargeFiles,
    [off('http/open-upload.ts', 'sizeBytes > context.config.UPLOAD_MAX_BYTES', 'sizeBytes < 0')],
  ],
  [
    'the offset is the one that was acknowledged',
    attacks.refusesOffsets,
    [off('http/patch-upload.ts', 'offset !== upload.offset_bytes', 'offset === undefined')],
  ],
  [
    'what is over takes no bytes at its beginning',
    attacks.refusesBytesAfterTheEnd,
    [off('http/patch-upload.ts', 'offset !== upload.offset_bytes', 'offset === undefined')],
  ],
  [
    'one writes at a time',
    attacks.endsTheEarlierWriter,
    [off('staging/running-requests.ts', 'if (!earlier) break;', 'if (earlier || !earlier) break;')],
  ],
  ['what is sent is counted', attacks.refusesLongBodies, [overlongInside]],
  [
    'what is announced is too long already',
    attacks.refusesBytesAfterTheEnd,
    [off('http/patch-upload.ts', 'offset + length > upload.size_bytes', 'length < 0')],
  ],
  [
    'checksums are compared',
    attacks.refusesChecksums,
    [off('staging/receive.ts', '!hash.digest().equals(checksum.digest)', 'hash.digest().length === 0')],
  ],
  [
    'an upload has an owner',
    attacks.hidesUploads,
    [off('http/own-upload.ts', ' || upload.account_id !== caller.accountId')],
  ],
  [
    'names lose their paths',
    attacks.cleansNames,
    [off('domain/tus.ts', String.raw`name.split(/[/\\]/).at(-1) ?? ''`, 'name')],
  ],
  [
    'names lose what cannot be seen',
    attacks.cleansNames,
    [off('domain/tus.ts', String.raw`last.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')`, 'last')],
  ],
  ['names have an end', attacks.cleansNames, [off('domain/tus.ts', '.slice(0, 255)')]],
  [
    'what comes with a file is short',
    attacks.cleansNames,
    [off('domain/tus.ts', 'header.length > MAX_METADATA', 'header.length < 0')],
  ],
];
for (const [name, attack, patches] of defences)
  test(`without it the test is red: ${name}`, () => assert.rejects(attackCopy(attack, patches), assert.AssertionError));

test('without it the test is red: nothing of a body with a checksum counts before its end', async () => {
  const impatient = off('staging/receive.ts', 'const ACKNOWLEDGE_MS = 1000', 'const ACKNOWLEDGE_MS = 0');
  await attackCopy(attacks.awaitsChecksums, [impatient]);
  const counts = off('staging/receive.ts', 'if (checksum || Date.now()', 'if (Date.now()');
  await assert.rejects(attackCopy(attacks.awaitsChecksums, [impatient, counts]), assert.AssertionError);
});
