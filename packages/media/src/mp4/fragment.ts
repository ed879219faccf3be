import { type Box, childBoxes, readBoxes, readFullBox, requireBox } from './box.ts';
import type { InitTrack } from './init-segment.ts';
import { Mp4Error } from './mp4-error.ts';

export type FragmentSample = {
  /** Ticks of the track. */
  dts: number;
  /** Composition offset: presentation time is `dts + cts`. */
  cts: number;
  duration: number;
  sync: boolean;
  data: Uint8Array;
};

export type TrackFragment = { trackId: number; samples: FragmentSample[] };
export type Fragment = { sequence: number; tracks: TrackFragment[] };

const MAX_SAMPLES = 100_000;

/**
 * Reads one `moof` with the `mdat` that follows it.
 * @param moofPosition of the first byte of `moof` in the stream, for absolute data offsets.
 * @param dataStart of the payload of `mdat`, relative to the first byte of `moof`.
 */
export function parseFragment(options: {
  moof: Uint8Array;
  mdatBody: Uint8Array;
  moofPosition: number;
  dataStart: number;
  tracks: readonly InitTrack[];
}): Fragment {
  const moof = readBoxes(options.moof)[0];
  if (moof?.type !== 'moof') throw new Mp4Error('malformed', 'not a moof');
  const { reader } = readFullBox(requireBox(moof, 'mfhd'));
  const sequence = reader.u32();
  const tracks = childBoxes(moof)
    .filter((box) => box.type === 'traf')
    .map((traf) => readTrackFragment(traf, options));
  return { sequence, tracks };
}

type Defaults = { duration: number; size: number; flags: number };
type Context = Parameters<typeof parseFragment>[0];

function readTrackFragment(traf: Box, context: Context): TrackFragment {
  const boxes = childBoxes(traf);
  const tfhdBox = boxes.find((box) => box.type === 'tfhd');
  if (!tfhdBox) throw new Mp4Error('malformed', 'traf has no tfhd');
  const { flags, reader } = readFullBox(tfhdBox);
  const trackId = reader.u32();
  const track = context.tracks.find((candidate) => candidate.id === trackId);
  if (!track) throw new Mp4Error('malformed', `a fragment of unknown track ${trackId}`);
  const base = flags & 0x1 ? reader.u64() - context.moofPosition : 0;
  if (flags & 0x2) reader.skip(4);
  const defaults: Defaults = {
    duration: flags & 0x8 ? reader.u32() : track.defaultDuration,
    size: flags & 0x10 ? reader.u32() : track.defaultSize,
    flags: flags & 0x20 ? reader.u32() : track.defaultFlags,
  };

  const tfdt = boxes.find((box) => box.type === 'tfdt');
  if (!tfdt) throw new Mp4Error('unsupported', 'traf has no tfdt');
  const time = readFullBox(tfdt);
  const state = {
    dts: time.version === 1 ? time.reader.u64() : time.reader.u32(),
    /** Relative to the first byte of moof; runs without an offset follow the previous one. */
    position: context.dataStart,
    samples: [] as FragmentSample[],
  };
  for (const box of boxes) {
    if (box.type === 'trun') readRun(box, { base, defaults, state, context });
  }
  return { trackId, samples: state.samples };
}

function readRun(
  box: Box,
  run: {
    base: number;
    defaults: Defaults;
    state: { dts: number; position: number; samples: FragmentSample[] };
    context: Context;
  },
): void {
  const { version, flags, reader } = readFullBox(box);
  const { base, defaults, state, context } = run;
  const count = reader.u32();
  if (state.samples.length + count > MAX_SAMPLES) throw new Mp4Error('too-many', `${count} samples in one fragment`);
  if (flags & 0x1) state.position = base + reader.i32();
  const firstFlags = flags & 0x4 ? reader.u32() : undefined;
  for (let index = 0; index < count; index++) {
    const duration = flags & 0x100 ? reader.u32() : defaults.duration;
    const size = flags & 0x200 ? reader.u32() : defaults.size;
    const ownFlags = flags & 0x400 ? reader.u32() : defaults.flags;
    const sampleFlags = index === 0 && firstFlags !== undefined ? firstFlags : ownFlags;
    const cts = flags & 0x800 ? (version === 0 ? reader.u32() : reader.i32()) : 0;
    const start = state.position - context.dataStart;
    if (start < 0 || start + size > context.mdatBody.length) {
      throw new Mp4Error('malformed', 'a sample lies outside its mdat');
    }
    state.samples.push({
      dts: state.dts,
      cts,
      duration,
      sync: (sampleFlags & 0x1_0000) === 0,
      data: context.mdatBody.subarray(start, start + size),
    });
    state.position += size;
    state.dts += duration;
  }
}
