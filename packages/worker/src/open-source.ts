import { join } from 'node:path';
import {
  filmOfSound,
  isEncodedOnItsWay,
  MediaFailure,
  type MediaLimits,
  type ProbeResult,
  probe,
} from '@kinora/ffmpeg';
import { buildFaststartHead, Mp4Error, readTopLevelBox } from '@kinora/media';
import { ArrivingSource } from './arriving-source.ts';
import { downloadSource } from './download-source.ts';
import type { IngestWork } from './protocol.ts';
import { SourceIncomplete } from './read-source.ts';
import type { TaskClient } from './task-client.ts';

const FIRST_HEAD_BYTES = 256 * 1024;
/** What has not shown its streams by then is looked at when all of it is there. */
const MAX_HEAD_BYTES = 16 * 2 ** 20;

/** A source that is ready for the ingest pass. */
export interface OpenedSource {
  source: string | AsyncIterable<Uint8Array>;
  probe: ProbeResult;
  close(): Promise<void>;
}

interface OpenOptions {
  work: IngestWork;
  client: TaskClient;
  directory: string;
  limits: MediaLimits;
  signal: AbortSignal;
}

/**
 * Probes a source: the whole file, fetched first, or one that arrives meanwhile. A recording is made a film first.
 * Throws SourceIncomplete, MediaFailure.
 */
export async function openSource(options: OpenOptions): Promise<OpenedSource> {
  return options.work.growing ? openArriving(options) : openWhole(options);
}

async function openWhole({ work, client, directory, limits, signal }: OpenOptions): Promise<OpenedSource> {
  const path = join(directory, 'source');
  await downloadSource({ client, path, sizeBytes: work.sizeBytes, signal });
  const own = await probe({ path }, { signal, limits });
  const close = async () => {};
  if (own.video || own.audioTracks.length === 0) return { source: path, probe: work.probe ?? own, close };
  const film = await filmOfSound({ path, probe: own, directory, signal, limits });
  return { source: film, probe: work.probe ?? (await probe({ path: film }, { signal, limits })), close };
}

async function openArriving(options: OpenOptions): Promise<OpenedSource> {
  const { work, client, signal } = options;
  const arriving = new ArrivingSource({ client, sizeBytes: work.sizeBytes, signal });
  try {
    const start = await startOf(arriving, client);
    const probed = work.probe ?? (await probeArriving(arriving, start, options));
    // Encoding on the way reads the file once and slowly: not while others wait for a place.
    if (!probed.video || isEncodedOnItsWay(work, probed.video)) throw new SourceIncomplete(null);
    const source = (async function* () {
      yield start.prefix;
      yield* arriving.bytes(start.restFromBytes);
    })();
    return { source, probe: probed, close: () => arriving.close() };
  } catch (error) {
    await arriving.close();
    throw error;
  }
}

/** What a demuxer is given first, and where the file's own bytes go on after it. */
interface Start {
  prefix: Uint8Array;
  restFromBytes: number;
}

const AS_IT_IS: Start = { prefix: new Uint8Array(), restFromBytes: 0 };

/** An MP4 with its index at the end gets the one that was sent ahead; without that it has to be whole. */
async function startOf(arriving: ArrivingSource, client: TaskClient): Promise<Start> {
  const media = await findMedia(arriving);
  if (media === undefined) return AS_IT_IS;
  const index = await client.index();
  if (!index) throw new SourceIncomplete(null);
  try {
    const { bytes, restFromBytes } = buildFaststartHead(await arriving.head(media), index);
    return { prefix: bytes, restFromBytes };
  } catch (error) {
    if (error instanceof Mp4Error) throw new SourceIncomplete(null);
    throw error;
  }
}

/** Where `mdat` begins in an MP4 whose index does not come before it. */
async function findMedia(arriving: ArrivingSource): Promise<number | undefined> {
  let offset = 0;
  while (offset + 8 < Math.min(arriving.sizeBytes, MAX_HEAD_BYTES)) {
    const header = (await arriving.head(offset + 16)).subarray(offset);
    try {
      const box = readTopLevelBox(header, offset, arriving.sizeBytes);
      if (box.type === 'mdat') return offset;
      if (box.type === 'moov' || box.type === 'moof' || !/^[a-z]{4}$/.test(box.type)) return undefined;
      offset += box.sizeBytes;
    } catch (error) {
      // Another container, or a damaged one: the probe says which.
      if (error instanceof Mp4Error) return undefined;
      throw error;
    }
  }
  return undefined;
}

async function probeArriving(
  arriving: ArrivingSource,
  { prefix, restFromBytes }: Start,
  { limits, signal }: OpenOptions,
): Promise<ProbeResult> {
  for (let bytes = FIRST_HEAD_BYTES; ; bytes *= 2) {
    const rest = (await arriving.head(restFromBytes + bytes)).subarray(restFromBytes);
    const complete = restFromBytes + bytes >= arriving.sizeBytes;
    try {
      return await probe(
        { head: Buffer.concat([prefix, rest]), complete, sizeBytes: arriving.sizeBytes },
        { signal, limits },
      );
    } catch (error) {
      const more = error instanceof MediaFailure && error.code === 'need_more_data' && !complete;
      if (!more) throw error;
      if (bytes >= MAX_HEAD_BYTES) throw new SourceIncomplete(null);
    }
  }
}
