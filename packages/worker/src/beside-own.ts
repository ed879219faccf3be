import { isDeepStrictEqual } from 'node:util';
import { MediaFailure, type MediaLimits, shownPictures } from '@kinora/ffmpeg';
import {
  type BesideOwn as BesideOwnPlan,
  type FragmentSample,
  inspectAvcKeyframe,
  joinAvcInits,
  MAX_OWN_SETS,
  Mp4Error,
  onlyTrack,
  type PublishedInit,
  parseFragments,
  parseInitSegment,
  planBesideOwn,
  readAvcConfig,
  retimeSegment,
} from '@kinora/media';

interface RunOptions {
  signal: AbortSignal;
  limits: MediaLimits;
}

/** What is encoded to stand between segments of a file's own picture, one segment at a time, under one init segment. */
export class BesideOwn {
  readonly plan: BesideOwnPlan;
  readonly #ownInit: Uint8Array;
  #madeInit: Uint8Array | undefined;
  #joinedInit: Uint8Array | undefined;
  #made: Uint8Array | undefined;

  /** Throws MediaFailure `passthrough_refused` where nothing can be encoded that goes with it. */
  constructor(ownInit: Uint8Array) {
    this.#ownInit = ownInit;
    this.plan = orRefuse(() => planBesideOwn(parseInitSegment(ownInit)));
  }

  /** The init segment for both; throws the same where they differ in more than they may. */
  join(made: { bytes: Uint8Array }): PublishedInit {
    const joined = orRefuse(() => joinAvcInits(parseInitSegment(this.#ownInit), parseInitSegment(made.bytes)));
    this.#madeInit = made.bytes;
    this.#joinedInit = joined.bytes;
    return joined;
  }

  keep(segment: Uint8Array): void {
    this.#made = segment;
  }

  /**
   * Decodes what was encoded before and behind a segment of the file: every picture has to look as it does alone, at its
   * time. Throws MediaFailure `passthrough_refused` where one does not.
   */
  async verify(ownSegment: Uint8Array, options: RunOptions): Promise<void> {
    if (!this.#madeInit || !this.#joinedInit || !this.#made) throw new Error('Nothing was encoded.');
    const own = await decodeAlone({ init: this.#ownInit, segment: ownSegment }, options);
    const made = await decodeAlone({ init: this.#madeInit, segment: this.#made }, options);
    let start = 0;
    const placed = [made, own, made].map(({ segment, from, until, pictures }, sequence) => {
      const shiftTicks = start - from;
      start += until - from;
      return {
        segment: retimeSegment(segment, { sequence, shiftTicks }),
        pictures: pictures.map(({ pts90k, sum }) => ({ pts90k: pts90k + shiftTicks, sum })),
      };
    });
    const segments = placed.map(({ segment }) => segment);
    const shown = await shownPictures({ init: this.#joinedInit, segments, ...options });
    const expected = placed.flatMap(({ pictures }) => pictures);
    const wrong = expected.findIndex((picture, index) => !isDeepStrictEqual(picture, shown[index]));
    if (wrong < 0 && shown.length === expected.length && made.pictures.length === made.samples) return;
    throw new MediaFailure(
      'passthrough_refused',
      `beside the file's own, ${shown.length} of ${expected.length} pictures are shown, the first other one is ${wrong}`,
    );
  }
}

/** Players get the sets of the init segment: others within the film might have the numbers of those that are added. */
export function assertOwnParameters(ownInit: Uint8Array, segment: Uint8Array): void {
  const config = readAvcConfig(onlyTrack(parseInitSegment(ownInit), 'video').sampleEntry);
  if (!config) throw new MediaFailure('passthrough_refused', 'it is not H.264');
  const sets = config.parameterSets.length;
  if (sets > MAX_OWN_SETS) throw new MediaFailure('passthrough_refused', `${sets} parameter sets`);
  for (const { data } of samplesOf(ownInit, segment)) {
    if (inspectAvcKeyframe(data, config).parameterChange)
      throw new MediaFailure('passthrough_refused', 'parameter sets within the film');
  }
}

function orRefuse<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Mp4Error) throw new MediaFailure('passthrough_refused', error.message, { cause: error });
    throw error;
  }
}

function samplesOf(init: Uint8Array, segment: Uint8Array): FragmentSample[] {
  return parseFragments(init, segment).fragments.flatMap(({ tracks }) => tracks.flatMap(({ samples }) => samples));
}

async function decodeAlone({ init, segment }: { init: Uint8Array; segment: Uint8Array }, options: RunOptions) {
  const samples = samplesOf(init, segment);
  const last = samples.at(-1);
  return {
    segment,
    from: samples[0]?.dts ?? 0,
    until: (last?.dts ?? 0) + (last?.duration ?? 0),
    samples: samples.length,
    pictures: await shownPictures({ init, segments: [segment], ...options }),
  };
}
