import { codecString, VISUAL_ENTRY_BYTES } from '../codecs.ts';
import { readBoxes } from '../mp4/box.ts';
import type { InitSegment, InitTrack } from '../mp4/init-segment.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { writeBox } from '../mp4/write-box.ts';
import { onlyTrack, type PublishedInit } from '../packager/rewrite-init.ts';
import { DECODE_DELAY_90K, VIDEO_TIMESCALE } from '../packager/timeline.ts';
import { writeVideoInit } from '../packager/write-init.ts';
import { type AvcConfiguration, readAvcConfiguration, writeAvcConfiguration } from './avc-configuration.ts';
import { readPictureParametersId, readSequenceParameters, type SequenceParameters } from './sequence-parameters.ts';

/** How pictures are encoded that are to stand between a file's own, under one init segment with them. Plain JSON. */
export type BesideOwn = {
  profile: 'baseline' | 'main' | 'high';
  /** Decoders hold so many pictures back: another number there, and they show pictures at wrong times. */
  reorderedFrames: 0 | 1 | 2;
  /** Of both new parameter sets; the file has none of this number. */
  parameterSetId: number;
  /** The file says that its pixels are square; else it does not say. */
  saysSquare: boolean;
  /** Levels from 0 to 255. */
  fullRange: boolean;
};

const PROFILES = new Map<number, BesideOwn['profile']>([
  [66, 'baseline'],
  [77, 'main'],
  [100, 'high'],
]);
/** Of a file that something is to stand beside: each of its pictures is looked through for others. Encoders write some. */
export const MAX_OWN_SETS = 32;
/** Sequence parameter sets have numbers up to this one. */
const MAX_SET_ID = 31;

/**
 * How to encode what is to stand beside a file's own H.264 pictures. Throws Mp4Error where nothing that x264 makes can:
 * players would have to be told of it by another init segment.
 */
export function planBesideOwn(init: InitSegment): BesideOwn {
  const { configuration, parameters } = readOwn(init);
  const { reorderedFrames, picture } = parameters;
  const profile = PROFILES.get(parameters.profile);
  if (!profile) throw unsupported(`profile ${parameters.profile}`);
  if (reorderedFrames !== 0 && reorderedFrames !== 1 && reorderedFrames !== 2)
    throw unsupported(`${reorderedFrames ?? 'nobody knows how many'} reordered frames`);
  const sets = configuration.sequenceSets.length + configuration.pictureSets.length;
  if (sets > MAX_OWN_SETS) throw unsupported(`${sets} parameter sets`);
  const [width, height] = picture.sampleAspect;
  if (width !== height || width > 1) throw unsupported(`pixels of ${width}:${height}`);
  const taken = new Set([parameters.id, ...configuration.pictureSets.map(readPictureParametersId)]);
  const parameterSetId = Array.from({ length: MAX_SET_ID }, (_, index) => index + 1).find((id) => !taken.has(id));
  if (parameterSetId === undefined) throw unsupported('parameter sets of all numbers');
  return { profile, reorderedFrames, parameterSetId, saysSquare: width === 1, fullRange: picture.fullRange };
}

/**
 * The file's own init segment with the parameter sets of what was encoded by `planBesideOwn`, which it does not depend on
 * otherwise: all that is encoded for one film gives the same bytes. Throws Mp4Error where the two differ in more than
 * their numbers.
 */
export function joinAvcInits(own: InitSegment, made: InitSegment): PublishedInit {
  const plan = planBesideOwn(own);
  const before = readOwn(own);
  const beside = readOwn(made);
  const same = (what: string, a: unknown, b: unknown) => {
    if (JSON.stringify(a) !== JSON.stringify(b))
      throw unsupported(`${what}: ${JSON.stringify(b)} beside ${JSON.stringify(a)}`);
  };
  same('picture', before.parameters.picture, beside.parameters.picture);
  same('profile', before.parameters.profile, beside.parameters.profile);
  same('reordered frames', plan.reorderedFrames, beside.parameters.reorderedFrames);
  same('size', [before.track.width, before.track.height], [beside.track.width, beside.track.height]);
  const numbers = [beside.parameters.id, ...beside.configuration.pictureSets.map(readPictureParametersId)];
  same('numbers', [plan.parameterSetId, plan.parameterSetId], numbers);
  const { track, configuration } = before;
  const joined: AvcConfiguration = {
    ...configuration,
    // ISO/IEC 14496-15 §5.3.3.1.2: flags that all sets have, and the highest level.
    compatibility: configuration.compatibility & beside.configuration.compatibility,
    level: Math.max(configuration.level, beside.configuration.level),
    sequenceSets: [...configuration.sequenceSets, ...beside.configuration.sequenceSets],
    pictureSets: [...configuration.pictureSets, ...beside.configuration.pictureSets],
  };
  const sampleEntry = withConfiguration(track.sampleEntry, joined);
  const { width, height } = track;
  const bytes = writeVideoInit({ ...track, sampleEntry });
  return { bytes, codecs: codecString(sampleEntry), width, height };
}

interface Own {
  track: InitTrack;
  configuration: AvcConfiguration;
  parameters: SequenceParameters;
}

function readOwn(init: InitSegment): Own {
  const track = onlyTrack(init, 'video');
  if (track.sampleEntryType !== 'avc1') throw unsupported(track.sampleEntryType);
  if (track.timescale !== VIDEO_TIMESCALE || track.mediaTime !== DECODE_DELAY_90K)
    throw unsupported(`times that are ${track.mediaTime}/${track.timescale} later`);
  const configuration = readAvcConfiguration(track.sampleEntry);
  const [set, ...others] = configuration.sequenceSets;
  if (!set || others.length > 0) throw unsupported(`${configuration.sequenceSets.length} sequence parameter sets`);
  if (configuration.nalLengthBytes !== 4) throw unsupported(`lengths of ${configuration.nalLengthBytes} bytes`);
  const parameters = readSequenceParameters(set);
  if (parameters.isUnusual) throw unsupported('fields, or samples that are not 8 bits of 4:2:0');
  return { track, configuration, parameters };
}

function withConfiguration(sampleEntry: Uint8Array, configuration: AvcConfiguration): Uint8Array {
  const children = readBoxes(sampleEntry.subarray(VISUAL_ENTRY_BYTES));
  const written = children.map((box) => (box.type === 'avcC' ? writeAvcConfiguration(configuration) : box.bytes));
  return writeBox('avc1', sampleEntry.subarray(8, VISUAL_ENTRY_BYTES), ...written);
}

function unsupported(what: string): Mp4Error {
  return new Mp4Error('unsupported', `nothing can be encoded beside it: ${what}`);
}
