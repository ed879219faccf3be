import { randomBytes } from 'node:crypto';
import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { VideoPlayableSchema, ViewsCountedSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import {
  PicturesCommittedSchema,
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  ProcessingPlannedSchema,
  SegmentsCommittedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import {
  CaptionsChangedSchema,
  VideoAccessChangedSchema,
  VideoCreatedSchema,
  VideoDeletedSchema,
} from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { Visibility } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { eventually, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import type { PlaybackContext } from '../src/context.ts';
import { playback } from '../src/index.ts';
import { getPlayback } from '../src/rpc/get-playback.ts';
import { setAccess } from '../src/rpc/set-access.ts';
import type { PlaybackTables } from '../src/store/tables.ts';

export { Visibility };
export const SEGMENT_MS = 2000;
const TICKS = SEGMENT_MS * 90;

interface Viewer {
  accountId?: string;
  sessionId?: string;
  /** What they have opened by a password. */
  opened?: { videoId: string; passwordVersion: bigint; grantId: string };
}

export interface PlaybackAlone extends ServiceAlone<PlaybackContext> {
  database: Database<PlaybackTables>;
  film(options?: Partial<Pick<Film, 'videoId' | 'ownerId' | 'audio' | 'durationMs' | 'bytesOf' | 'held'>>): Film;
  /** Where the video plays now for this viewer, as videos would be told. */
  pathOf(videoId: string, viewer?: Viewer): Promise<string | undefined>;
  plays(videoId: string, viewer?: Viewer): Promise<string>;
  told<Desc extends DescMessage>(schema: Desc, aggregateId: string): Promise<ReturnType<typeof fromBinary<Desc>>[]>;
  /** Resolves when this service has handled everything that was told so far. */
  caughtUp(): Promise<void>;
  media(path: string, init?: RequestInit): Promise<Response>;
}

interface RuleOptions {
  downloads?: boolean;
  passwordVersion?: bigint;
  viewerListId?: string;
}

/** The story of one edition, told event by event. Each event keeps its id: telling it twice is a repetition. */
export interface Film {
  videoId: string;
  edition: string;
  ownerId: string;
  audio: boolean;
  durationMs: number;
  /** Shown only when it is whole. */
  held: boolean;
  /** What its init segments (undefined) and segments hold; by default its name. */
  bytesOf: ((rendition: string, sequence: number | undefined) => Uint8Array) | undefined;
  created(visibility: Visibility, options?: { version?: bigint }): Promise<void>;
  access(visibility: Visibility, version: bigint, options?: RuleOptions): Promise<void>;
  /** The same by call, as videos does it after its commit. */
  call(visibility: Visibility, version: bigint, options?: RuleOptions): Promise<void>;
  /** `smaller`: there is a 240p beside the 360p. `shownMs`: it shows this part of the film alone. */
  planned(options?: { smaller?: boolean; shownMs?: [start: number, end: number] }): Promise<void>;
  segments(
    rendition: string,
    first: number,
    count: number,
    options?: { last?: boolean; filmDurationMs?: number },
  ): Promise<void>;
  pictures(): Promise<void>;
  finished(leftOut?: { leftOut: string[]; untilMs: number }): Promise<void>;
  failed(): Promise<void>;
  deleted(version: bigint): Promise<void>;
  /** All captions as they are now: version of the text by language, the first of them the default. */
  captions(version: bigint, tracks: Record<string, bigint>): Promise<void>;
  /** Everything at once, under the visibility given: four segments of 360p, and of the sound if there is some. */
  whole(visibility: Visibility): Promise<void>;
}

export async function startPlayback(): Promise<PlaybackAlone> {
  const service = await startServiceAlone<PlaybackContext>({ service: playback });
  const database = await service.engines.database.open<PlaybackTables>({ service: 'playback', maxConnections: 1 });
  const eventIds = new Map<string, string>();
  const sent = new Set<string>();
  const versions = new Map<string, number>();
  const tell = async <Desc extends DescMessage>(
    desc: Desc,
    stream: { id: string; producer: string },
    message: MessageInitShape<Desc>,
  ) => {
    const payload = toBinary(desc, create(desc, message));
    const name = `${desc.typeName} ${Buffer.from(payload).toString('base64')}`;
    const eventId = eventIds.get(name) ?? crypto.randomUUID();
    eventIds.set(name, eventId);
    sent.add(eventId);
    const version = (versions.get(stream.id) ?? 0) + 1;
    versions.set(stream.id, version);
    await service.tell({ ...stream, type: desc.typeName, payload, eventId, version });
  };

  const pathOf: PlaybackAlone['pathOf'] = async (videoId, viewer) => {
    const answer = (await getPlayback.handle(
      service.context,
      {
        videoIds: [videoId],
        accountId: viewer?.accountId ?? '',
        sessionId: viewer?.sessionId ?? '',
        accountEpoch: viewer?.accountId ? 1n : 0n,
        opened: viewer?.opened,
      } as never,
      undefined as never,
    )) as { playbacks: { basePath: string }[] };
    return answer.playbacks[0]?.basePath;
  };

  const film: PlaybackAlone['film'] = ({
    videoId = newId(),
    ownerId = newId(),
    audio = false,
    durationMs = 4 * SEGMENT_MS,
    bytesOf,
    held = false,
  } = {}) => {
    const edition = newId();
    const about = { videoId, edition };
    const rule = (visibility: Visibility, accessVersion: bigint, more: RuleOptions = {}) => ({
      videoId,
      downloads: false,
      passwordVersion: 0n,
      viewerListId: '',
      insiderAccountIds: [],
      ...more,
      visibility,
      accessVersion,
      ownerAccountId: ownerId,
    });
    const videos = { id: videoId, producer: 'videos' };
    const transcoding = { id: videoId, producer: 'transcoding' };
    const self: Film = {
      ...about,
      ownerId,
      audio,
      durationMs,
      held,
      bytesOf,
      created: (visibility, { version = 1n } = {}) =>
        tell(VideoCreatedSchema, videos, { videoId, title: 'Water', rule: rule(visibility, version) }),
      access: (visibility, version, more) =>
        tell(VideoAccessChangedSchema, videos, { rule: rule(visibility, version, more) }),
      call: async (visibility, version, more) => {
        const request = { rule: rule(visibility, version, more) };
        await setAccess.handle(service.context, request as never, undefined as never);
      },
      planned: ({ smaller = false, shownMs } = {}) =>
        tell(ProcessingPlannedSchema, transcoding, {
          ...about,
          held,
          durationMs: BigInt(durationMs),
          width: 640,
          height: 360,
          shown: shownMs ? [{ startMs: BigInt(shownMs[0]), endMs: BigInt(shownMs[1]) }] : [],
          renditions: [
            { name: '360p', width: 640, height: 360, frameRate: 25, bitrateBps: 700_000n, timescale: 90_000 },
            ...(smaller
              ? [{ name: '240p', width: 426, height: 240, frameRate: 25, bitrateBps: 300_000n, timescale: 90_000 }]
              : []),
            ...(audio ? [{ name: 'audio', audio: true, bitrateBps: 128_000n, timescale: 48_000 }] : []),
          ],
        }),
      async segments(rendition, first, count, { last = false, filmDurationMs = 0 } = {}) {
        const blobPrefix = `videos/${videoId}/${edition}/${first}/${rendition}/`;
        const bytes = (sequence?: number) => bytesOf?.(rendition, sequence) ?? Buffer.from(`${edition} ${rendition}`);
        const sequences = Array.from({ length: count }, (_, index) => first + index);
        await service.engines.blobs.put(`${blobPrefix}init.mp4`, bytes());
        for (const i of sequences) await service.engines.blobs.put(`${blobPrefix}${i}.m4s`, bytes(i));
        const ticks = BigInt(rendition === 'audio' ? SEGMENT_MS * 48 : TICKS);
        await tell(SegmentsCommittedSchema, transcoding, {
          ...about,
          rendition,
          firstSequence: first,
          blobPrefix,
          startTicks: BigInt(first) * ticks,
          last,
          filmDurationMs: BigInt(filmDurationMs),
          segments: sequences.map((i) => ({ durationTicks: ticks, sizeBytes: bytes(i).length })),
          initBlobKey: `${blobPrefix}init.mp4`,
          codecs: rendition === 'audio' ? 'mp4a.40.2' : 'avc1.4d401e',
        });
      },
      async pictures() {
        const posterBlobKey = `videos/${videoId}/${edition}/poster.jpg`;
        const blobKey = `videos/${videoId}/${edition}/storyboard.jpg`;
        await service.engines.blobs.put(posterBlobKey, randomBytes(50));
        await service.engines.blobs.put(blobKey, randomBytes(60));
        const sheet = {
          blobKey,
          tileStartMs: [0n, 5000n],
          index: 0,
          columns: 2,
          rows: 1,
          tileWidth: 160,
          tileHeight: 90,
        };
        await tell(PicturesCommittedSchema, transcoding, { ...about, posterBlobKey, sheets: [sheet] });
      },
      finished: ({ leftOut, untilMs } = { leftOut: [], untilMs: 0 }) =>
        tell(ProcessingFinishedSchema, transcoding, {
          ...about,
          durationMs: BigInt(durationMs),
          leftOut,
          leftOutUntilMs: BigInt(untilMs),
        }),
      failed: () =>
        tell(ProcessingFailedSchema, transcoding, { ...about, held, code: 'broken', message: 'It is broken.' }),
      deleted: (accessVersion) => tell(VideoDeletedSchema, videos, { videoId, accessVersion }),
      async captions(version, tracks) {
        const told = Object.entries(tracks).map(([language, text], index) => ({
          language,
          label: '',
          isDefault: index === 0,
          version: text,
          blobKey: `captions/${videoId}/${language}-${text}.vtt`,
        }));
        for (const { blobKey } of told) await service.engines.blobs.put(blobKey, Buffer.from(`WEBVTT ${blobKey}`));
        await tell(CaptionsChangedSchema, videos, { videoId, version, tracks: told });
      },
      async whole(visibility) {
        await self.created(visibility);
        await self.planned();
        await self.segments('360p', 0, 4);
        if (audio) await self.segments('audio', 0, 4);
        await self.pictures();
        await self.finished();
      },
    };
    return self;
  };

  return {
    ...service,
    database,
    film,
    pathOf,
    plays: (videoId, viewer) => eventually('the video plays', () => pathOf(videoId, viewer)),
    async told(schema, aggregateId) {
      const rows = await database.query
        .selectFrom('outbox')
        .select('payload')
        .where('type', '=', schema.typeName)
        .where('aggregate_id', '=', aggregateId)
        .orderBy('position')
        .execute();
      return rows.map(({ payload }) => fromBinary(schema, payload));
    },
    async caughtUp() {
      await eventually('all events are handled', async () => {
        const parked = await database.query.selectFrom('parked_events').selectAll().execute();
        if (parked.length > 0) throw new Error(`Parked: ${parked[0]?.reason}`);
        const rows = await database.query
          .selectFrom('inbox')
          .select('event_id')
          .where('event_id', 'in', [...sent])
          .execute();
        return rows.length === sent.size;
      });
    },
    media: (path, init) => fetch(`${service.url}${path}`, init),
  };
}

export { VideoPlayableSchema, ViewsCountedSchema };
