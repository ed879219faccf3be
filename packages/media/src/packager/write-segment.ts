import { concatBytes } from '../mp4/bytes.ts';
import { u32, u64, writeBox, writeFullBox } from '../mp4/write-box.ts';
import { decodeTimes } from './decode-times.ts';
import type { MediaSample } from './sample.ts';
import { DECODE_DELAY_90K } from './timeline.ts';
import { TRACK_ID } from './write-init.ts';

const SYNC = 0x0200_0000;
const NON_SYNC = 0x0101_0000;

/**
 * One CMAF segment (`moof` + `mdat`) of video at 90 kHz, by the decode-time rule.
 * @param offset90k added to every time: the init segment's `mediaTime` is then DECODE_DELAY_90K + offset90k.
 */
export function writeVideoSegment(segment: {
  sequence: number;
  /** Decoding order, at least one. */
  samples: readonly MediaSample[];
  startPts90k: number;
  endPts90k: number;
  offset90k?: number;
}): Uint8Array<ArrayBuffer> {
  const { samples, startPts90k, endPts90k, offset90k = 0 } = segment;
  const dts = decodeTimes(
    samples.map((sample) => sample.pts),
    DECODE_DELAY_90K,
    endPts90k,
  );
  // When the frame at the very start is missing, the segment still begins where the previous one ended.
  dts[0] = Math.min(dts[0] ?? startPts90k, startPts90k);
  const first = dts[0];
  const entries = samples.flatMap((sample, index) => {
    const time = dts[index] ?? 0;
    const next = dts[index + 1] ?? Math.max(time, endPts90k);
    return [next - time, sample.data.length, sample.sync ? SYNC : NON_SYNC, sample.pts + DECODE_DELAY_90K - time];
  });
  return writeFragment({
    sequence: segment.sequence,
    baseTime: first + offset90k,
    // Duration, size, flags and composition offset of each sample.
    run: { flags: 0xf01, words: entries, count: samples.length },
    data: samples.map((sample) => sample.data),
  });
}

/** One segment of audio whose frames all have the same duration. */
export function writeAudioSegment(segment: {
  sequence: number;
  startPts: number;
  frameDuration: number;
  frames: readonly Uint8Array[];
}): Uint8Array<ArrayBuffer> {
  return writeFragment({
    sequence: segment.sequence,
    baseTime: segment.startPts,
    defaults: { duration: segment.frameDuration, flags: SYNC },
    run: { flags: 0x201, words: segment.frames.map((frame) => frame.length), count: segment.frames.length },
    data: segment.frames,
  });
}

function writeFragment(fragment: {
  sequence: number;
  baseTime: number;
  defaults?: { duration: number; flags: number };
  run: { flags: number; words: readonly number[]; count: number };
  data: readonly Uint8Array[];
}): Uint8Array<ArrayBuffer> {
  const { defaults, run } = fragment;
  // Flags of tfhd: default-base-is-moof, with default duration and flags where all samples share them.
  const tfhd = defaults
    ? writeFullBox('tfhd', { flags: 0x2_0028 }, u32(TRACK_ID), u32(defaults.duration), u32(defaults.flags))
    : writeFullBox('tfhd', { flags: 0x2_0000 }, u32(TRACK_ID));
  const tfdt = writeFullBox('tfdt', { version: 1 }, u64(fragment.baseTime));
  const table = new Uint8Array(run.words.length * 4);
  const view = new DataView(table.buffer);
  run.words.forEach((word, index) => {
    view.setUint32(index * 4, word);
  });
  const mfhd = writeFullBox('mfhd', {}, u32(fragment.sequence + 1));
  const moof = (dataOffset: number) =>
    writeBox(
      'moof',
      mfhd,
      writeBox('traf', tfhd, tfdt, writeFullBox('trun', { flags: run.flags }, u32(run.count), u32(dataOffset), table)),
    );
  const dataOffset = moof(0).length + 8;
  const size = fragment.data.reduce((sum, part) => sum + part.length, 8);
  return concatBytes([moof(dataOffset), Uint8Array.from([...u32(size), 0x6d, 0x64, 0x61, 0x74]), ...fragment.data]);
}
