import { BitReader } from './bit-reader.ts';

/** What a sequence parameter set of H.264 says that matters to whoever puts another beside it. */
export type SequenceParameters = {
  id: number;
  /** `profile_idc` */
  profile: number;
  /** Anything that is not whole frames of 8 bits in 4:2:0. */
  isUnusual: boolean;
  /** `max_num_reorder_frames`: undefined where nothing is said of it, and players find out. */
  reorderedFrames: number | undefined;
  picture: PictureParameters;
};

/** Two that are equal in these are shown alike, without a decoder that begins anew. */
export type PictureParameters = {
  widthMacroblocks: number;
  heightMacroblocks: number;
  /** Left, right, top, bottom. */
  crop: readonly number[];
  /** Of one pixel, width and height; 0 where it is not said. */
  sampleAspect: readonly [number, number];
  fullRange: boolean;
  /** Primaries, transfer and matrix; 2 where they are not said. */
  colour: readonly number[];
  /** Of the first and the second field. */
  chromaPlace: readonly number[];
};

/** Profiles whose sets describe their samples (§7.3.2.1.1). */
const WITH_SAMPLES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
const EXTENDED_ASPECT = 255;
/** Table E-1, from 1 on. */
const ASPECTS: readonly (readonly [number, number])[] = [
  [1, 1],
  [12, 11],
  [10, 11],
  [16, 11],
  [40, 33],
  [24, 11],
  [20, 11],
  [32, 11],
  [80, 33],
  [18, 11],
  [15, 11],
  [64, 33],
  [160, 99],
  [4, 3],
  [3, 2],
  [2, 1],
];

/** Reads a sequence parameter set (ITU-T H.264 §7.3.2.1, §E.1.1). @param nal with its header. Throws Mp4Error. */
export function readSequenceParameters(nal: Uint8Array): SequenceParameters {
  const reader = new BitReader(nal);
  reader.bits(8);
  const profile = reader.bits(8);
  reader.bits(16);
  const id = reader.unsigned();
  const isPlain = readSamples(reader, profile);
  reader.unsigned();
  const isReordered = readOrder(reader);
  reader.unsigned();
  reader.bit();
  const widthMacroblocks = reader.unsigned() + 1;
  const heightMacroblocks = reader.unsigned() + 1;
  const wholeFrames = reader.flag();
  if (!wholeFrames) reader.bit();
  reader.bit();
  const crop = reader.flag() ? [0, 0, 0, 0].map(() => reader.unsigned()) : [0, 0, 0, 0];
  const { reorderedFrames: said, ...shown } = reader.flag() ? readUsability(reader) : UNSAID;
  const reorderedFrames = said ?? (isReordered ? undefined : 0);
  const picture = { widthMacroblocks, heightMacroblocks, crop, ...shown };
  return { id, profile, isUnusual: !isPlain || !wholeFrames, reorderedFrames, picture };
}

/** Of a picture parameter set: its own number. */
export function readPictureParametersId(nal: Uint8Array): number {
  const reader = new BitReader(nal);
  reader.bits(8);
  return reader.unsigned();
}

/** Whether samples are of 8 bits in 4:2:0. */
function readSamples(reader: BitReader, profile: number): boolean {
  if (!WITH_SAMPLES.has(profile)) return true;
  const chroma = reader.unsigned();
  if (chroma === 3) reader.bit();
  const depths = [reader.unsigned(), reader.unsigned()];
  const lossless = reader.flag();
  if (reader.flag()) {
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++)
      if (reader.flag()) skipScaling(reader, list < 6 ? 16 : 64);
  }
  return chroma === 1 && depths.every((above8) => above8 === 0) && !lossless;
}

function skipScaling(reader: BitReader, size: number): void {
  let last = 8;
  for (let index = 0; index < size; index++) {
    const next = (last + reader.signed() + 256) % 256;
    if (next === 0) return;
    last = next;
  }
}

/** Whether pictures may be shown in another order than they are decoded in: those of type 2 are not (§8.2.1.3). */
function readOrder(reader: BitReader): boolean {
  const type = reader.unsigned();
  if (type === 0) reader.unsigned();
  if (type !== 1) return type !== 2;
  reader.bit();
  reader.signed();
  reader.signed();
  const count = reader.unsigned();
  for (let index = 0; index < count; index++) reader.signed();
  return true;
}

type Usability = Omit<PictureParameters, 'widthMacroblocks' | 'heightMacroblocks' | 'crop'> &
  Pick<SequenceParameters, 'reorderedFrames'>;

const UNSAID: Usability = {
  sampleAspect: [0, 0],
  fullRange: false,
  colour: [2, 2, 2],
  chromaPlace: [0, 0],
  reorderedFrames: undefined,
};

/** §E.1.1 */
function readUsability(reader: BitReader): Usability {
  const said = { ...UNSAID };
  if (reader.flag()) said.sampleAspect = readAspect(reader);
  if (reader.flag()) reader.bit();
  if (reader.flag()) {
    reader.bits(3);
    said.fullRange = reader.flag();
    if (reader.flag()) said.colour = [reader.bits(8), reader.bits(8), reader.bits(8)];
  }
  if (reader.flag()) said.chromaPlace = [reader.unsigned(), reader.unsigned()];
  // Rates of fields.
  if (reader.flag()) reader.bits(65);
  const buffers = [skipBuffer(reader), skipBuffer(reader)];
  if (buffers.includes(true)) reader.bit();
  reader.bit();
  said.reorderedFrames = readReordered(reader);
  return said;
}

function readAspect(reader: BitReader): readonly [number, number] {
  const code = reader.bits(8);
  if (code === EXTENDED_ASPECT) return [reader.bits(16), reader.bits(16)];
  return ASPECTS[code - 1] ?? UNSAID.sampleAspect;
}

/** §E.1.2 */
function skipBuffer(reader: BitReader): boolean {
  if (!reader.flag()) return false;
  const count = reader.unsigned() + 1;
  reader.bits(8);
  for (let index = 0; index < count; index++) {
    reader.unsigned();
    reader.unsigned();
    reader.bit();
  }
  reader.bits(20);
  return true;
}

function readReordered(reader: BitReader): number | undefined {
  if (!reader.flag()) return undefined;
  reader.bit();
  for (let skipped = 0; skipped < 4; skipped++) reader.unsigned();
  return reader.unsigned();
}
