import { encodeChunk, type MediaLimits, makePoster, maskTiles } from '@kinora/ffmpeg';
import {
  AAC_FRAME_SAMPLES,
  onlyTrack,
  parseFragments,
  parseInitSegment,
  retimeSegment,
  writeAudioSegment,
} from '@kinora/media';
import { assertOwnParameters, BesideOwn } from './beside-own.ts';
import { sha256 } from './run-ingest.ts';
import type { SpliceCompletion, SpliceWork } from './splice-work.ts';
import type { TaskClient } from './task-client.ts';

interface SpliceOptions {
  work: SpliceWork;
  client: TaskClient;
  limits: MediaLimits;
  signal: AbortSignal;
  onProgress: (progressMs: number) => void;
}

/** Puts what a trim keeps at its new place; only what lies beside a cut in its segment is encoded. */
export async function runSplice(options: SpliceOptions): Promise<SpliceCompletion> {
  const { work } = options;
  const output = new Output(options.client);
  const ownParameters = await copySegments(options, output);
  if (work.encode) await encode(options, output, work.encode);
  for (const sound of work.sound) await cutSound(options, output, sound);
  if (work.sheet) await paintOver(options, work.sheet.tiles);
  if (work.poster !== null) await output.sendPoster(work.poster, options);
  return { kind: 'splice', ownParameters, renditions: output.renditions() };
}

type Rendition = SpliceCompletion['renditions'][number];

/** What the task has made, rendition by rendition. */
class Output {
  readonly #client: TaskClient;
  readonly #made = new Map<string, Rendition>();
  readonly #inits = new Map<string, Uint8Array>();
  readonly #first = new Map<string, Uint8Array>();

  constructor(client: TaskClient) {
    this.#client = client;
  }

  renditions(): Rendition[] {
    return [...this.#made.values()];
  }

  async segment(name: string, sequence: number, bytes: Uint8Array): Promise<void> {
    await this.#client.put(`${name}/${sequence}.m4s`, bytes);
    if (!this.#first.has(name)) this.#first.set(name, bytes);
    this.#rendition(name).segments.push({ sequence, sizeBytes: bytes.length, sha256: sha256(bytes) });
  }

  async init(name: string, init: { bytes: Uint8Array; codecs: string; besideOwn: boolean }): Promise<void> {
    await this.#client.put(`${name}/init.mp4`, init.bytes);
    this.#inits.set(name, init.bytes);
    const { bytes, codecs, besideOwn } = init;
    this.#rendition(name).init = { codecs, sha256: sha256(bytes), besideOwn };
  }

  async sendPoster(name: string, { signal, limits }: SpliceOptions): Promise<void> {
    const segment = this.#first.get(name);
    if (!segment) throw new Error(`There is no segment of ${name} for a poster.`);
    const init = this.#inits.get(name) ?? (await this.#client.base(`${name}/init.mp4`));
    const jpeg = await makePoster({ init, segments: [segment], signal, limits, format: 'jpeg' });
    await this.#client.put('poster.jpg', jpeg);
  }

  #rendition(name: string): Rendition {
    const known = this.#made.get(name) ?? { name, init: null, segments: [] };
    this.#made.set(name, known);
    return known;
  }
}

/** Whether there were some that something stands beside: those were looked through. */
async function copySegments({ work, client }: SpliceOptions, output: Output): Promise<boolean> {
  const { besideOwn, copies } = work;
  const ownInit = besideOwn && copies.length > 0 ? await client.base(`${besideOwn}/init.mp4`) : undefined;
  for (const { rendition, source, sequence, shiftTicks } of copies) {
    const segment = await client.base(`${rendition}/${source}.m4s`);
    if (ownInit && rendition === besideOwn) assertOwnParameters(ownInit, segment);
    await output.segment(rendition, sequence, retimeSegment(segment, { sequence, shiftTicks }));
  }
  return ownInit !== undefined;
}

async function encode(
  { work, client, signal, limits, onProgress }: SpliceOptions,
  output: Output,
  encoded: NonNullable<SpliceWork['encode']>,
): Promise<void> {
  const { input, sources, renditions, from, until, cuts90k, firstSequence, shiftTicks } = encoded;
  const [top] = renditions;
  if (!top) return;
  const init = await client.base(`${input}/init.mp4`);
  const besideOwn = top.name === work.besideOwn ? new BesideOwn(init) : undefined;
  const segments: Uint8Array[] = [];
  for (const source of sources) segments.push(await client.base(`${input}/${source}.m4s`));
  const { mediaTime } = onlyTrack(parseInitSegment(init), 'video');
  const frames = segments.reduce((sum, segment) => sum + countFrames({ init, segment, from, until, mediaTime }), 0);
  await encodeChunk({
    init,
    segments,
    chunk: {
      index: 0,
      startPts90k: from,
      endPts90k: until,
      cuts90k,
      firstSequence,
      frames,
      inputSequences: sources,
      storyboard90k: [],
    },
    renditions,
    size: top,
    picture: encoded.picture,
    besideOwn: besideOwn?.plan,
    signal,
    limits,
    onInit: (name, made) => {
      const joined = name === top.name ? besideOwn?.join(made) : undefined;
      return output.init(name, { ...(joined ?? made), besideOwn: joined !== undefined });
    },
    onSegment: (name, sequence, bytes) => {
      if (name === top.name) besideOwn?.keep(bytes);
      return output.segment(name, sequence, retimeSegment(bytes, { sequence, shiftTicks }));
    },
    onProgress: ({ pts90k }) => onProgress((pts90k - from) / 90),
  });
  for (const segment of segments) await besideOwn?.verify(segment, { signal, limits });
}

/** Damage may have left frames out: what is there is what has to come out. */
function countFrames(options: {
  init: Uint8Array;
  segment: Uint8Array;
  from: number;
  until: number;
  mediaTime: number;
}): number {
  const { init, segment, from, until, mediaTime } = options;
  const samples = parseFragments(init, segment).fragments.flatMap(({ tracks }) =>
    tracks.flatMap((track) => track.samples),
  );
  return samples.filter(({ dts, cts }) => dts + cts - mediaTime >= from && dts + cts - mediaTime < until).length;
}

async function cutSound(
  { client }: SpliceOptions,
  output: Output,
  { rendition, sequence, startTicks, runs }: SpliceWork['sound'][number],
): Promise<void> {
  const init = await client.base(`${rendition}/init.mp4`);
  const frames: Uint8Array[] = [];
  for (const { source, from, count } of runs) {
    const { fragments } = parseFragments(init, await client.base(`${rendition}/${source}.m4s`));
    const samples = fragments.flatMap(({ tracks }) => tracks.flatMap((track) => track.samples));
    for (const { data } of samples.slice(from, from + count)) frames.push(data);
  }
  const bytes = writeAudioSegment({ sequence, startPts: startTicks, frameDuration: AAC_FRAME_SAMPLES, frames });
  await output.segment(rendition, sequence, bytes);
}

async function paintOver(
  { client, signal, limits }: SpliceOptions,
  tiles: NonNullable<SpliceWork['sheet']>['tiles'],
): Promise<void> {
  const sheet = await client.base('storyboard.jpg');
  await client.put('storyboard.jpg', await maskTiles({ sheet, tiles, signal, limits }));
}
