import assert from 'node:assert/strict';
import { type Mutant, mutantOf, type Patch } from '@kinora/testing/mutant';
import type * as real from '../src/index.ts';

export type Package = typeof real;
/** Throws an AssertionError where the package lets it happen. */
export type Attack = (target: Package) => Promise<void>;

/** From the first byte to the refusal, on a machine that has other things to do. */
const WITHIN_MS = 5_000;

/** It is red with the defence off: otherwise it would say nothing of it. */
export async function assertNeeded(attack: Attack, patches: readonly Patch[]): Promise<void> {
  await using mutant: Mutant<Package> = await mutantOf<Package>('packages/ffmpeg', patches);
  await assert.rejects(attack(mutant.module), assert.AssertionError);
}

/** The probe, and if it says yes the ingest pass, ends in time with this reason. */
export async function assertRefused(
  target: Package,
  path: string,
  codes: string[],
  limits: real.MediaLimits = {},
): Promise<void> {
  const began = performance.now();
  let code = 'accepted';
  try {
    await pass(target, path, limits);
  } catch (error) {
    assert.ok(error instanceof target.MediaFailure, `${error}`);
    code = error.code;
  }
  assert.ok(codes.includes(code), `${path} is ${code}, not ${codes.join(' or ')}`);
  assert.ok(performance.now() - began < WITHIN_MS, 'it takes too long');
}

/** Probe and ingest pass, which have to accept it: times of the pictures in 90 kHz ticks, and all that is published. */
export async function ingestAll(target: Package, path: string): Promise<{ frames: number[]; bytes: Buffer }> {
  try {
    return await pass(target, path, {});
  } catch (error) {
    assert.fail(
      `${path} is refused: ${error instanceof target.MediaFailure ? `${error.code}, ${error.detail}` : error}`,
    );
  }
}

async function pass(target: Package, path: string, limits: real.MediaLimits) {
  const frames: number[] = [];
  const pieces: Uint8Array[] = [];
  const keep = ({ bytes }: { bytes: Uint8Array }) => void pieces.push(bytes);
  await target.ingest({
    source: path,
    probe: await target.probe({ path }, { limits }),
    limits,
    onVideoInit: keep,
    onVideoSegment: (segment) => {
      frames.push(...segment.frames);
      keep(segment);
    },
    onAudioInit: keep,
    onAudioSegment: keep,
  });
  return { frames, bytes: Buffer.concat(pieces) };
}
