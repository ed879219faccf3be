import { encodeChunk, type MediaLimits, makePoster, maskTiles } from '@kinora/ffmpeg';
import {
  AAC_FRAME_SAMPLES,
  onlyTrack,
  parseFragments,
  parseInitSegment,
  retimeSegment,
  spliceInit,
  unusedSetId,
  writeAudioSegment,
} from '@kinora/media';
import type { SpliceCompletion, SpliceWork } from './protocol.ts';
import { sha256 } from './run-ingest.ts';
import type { TaskClient } from './task-client.ts';

interface SpliceOptions {
  work: SpliceWork;
  client: TaskClient;
  limits: MediaLimits;
  signal: AbortSignal;
}

/** Puts what a trim keeps at its new place; only what lies beside a cut in its segment is encoded. */
export async function runSplice(options: SpliceOptions): Promise<SpliceCompletion> {
  const { work } = options;
  const output = new Output(options.client);
  for (const copy of work.copies) await copySegment(options, output, copy);
  if (work.encode) await encodeEdge(options, output, work.encode);
  for (const sound of work.sound) await cutSound(options, output, sound);
  if (work.sheet) await paintOver(options, work.sheet.tiles);
  if (work.poster !== null) await output.sendPoster(work.poster, options);
  return { kind: 'splice', renditions: output.renditions() };
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

  async init(name: string, init: { bytes: Uint8Array; codecs: string }): Promise<void> {
    await this.#client.put(`${name}/init.mp4`, init.bytes);
    this.#inits.set(name, init.bytes);
    this.#rendition(name).init = { codecs: init.codecs, sha256: sha256(init.bytes) };
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

async function copySegment(
  { client }: SpliceOptions,
  output: Output,
  { rendition, source, sequence, shiftTicks }: SpliceWork['copies'][number],
): Promise<void> {
  const segment = await client.base(`${rendition}/${source}.m4s`);
  await output.segment(rendition, sequence, retimeSegment(segment, { sequence, shiftTicks }));
}

async function encodeEdge(
  { client, signal, limits }: SpliceOptions,
  output: Output,
  edge: NonNullable<SpliceWork['encode']>,
): Promise<void> {
  const { renditions, from, until, sequence, shiftTicks } = edge;
  const [top] = renditions;
  if (!top) return;
  const films = new Map(
    await Promise.all(
      renditions.map(async ({ name }) => [name, parseInitSegment(await client.base(`${name}/init.mp4`))] as const),
    ),
  );
  const filmOf = (name: string) => films.get(name) ?? parseInitSegment(new Uint8Array());
  const init = filmOf(top.name);
  const segment = await client.base(`${top.name}/${edge.source}.m4s`);
  await encodeChunk({
    init: init.bytes,
    segments: [segment],
    chunk: {
      index: 0,
      startPts90k: from,
      endPts90k: until,
      cuts90k: [from],
      firstSequence: sequence,
      frames: countFrames({ init: init.bytes, segment, from, until, mediaTime: onlyTrack(init, 'video').mediaTime }),
      inputSequences: [edge.source],
      storyboard90k: [],
    },
    renditions,
    size: top,
    picture: edge.picture,
    parameterSetIds: new Map(renditions.map(({ name }) => [name, unusedSetId(filmOf(name))])),
    signal,
    limits,
    onInit: (name, made) => output.init(name, spliceInit(filmOf(name), parseInitSegment(made.bytes))),
    onSegment: (name, _sequence, bytes) =>
      output.segment(name, sequence, retimeSegment(bytes, { sequence, shiftTicks })),
  });
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
