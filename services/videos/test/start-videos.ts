import { create, toBinary } from '@bufbuild/protobuf';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { VideoPlayableSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { kernelErrors, newId } from '@kinora/kernel';
import { eventually, fakePeer, startServiceAlone } from '@kinora/testing';
import { videos } from '../src/index.ts';
import type { VideosTables } from '../src/store/tables.ts';

/** The service beside peers that know one channel of everybody, and nothing that plays. */
export async function startVideos() {
  const channel = { id: newId(), handle: 'ann', name: 'Ann', avatarPath: '', version: 1n };
  /** Whose channel @ann is. */
  const annId = newId();
  /** What playback was to be told by a call, in that order. */
  const rules: { videoId: string; deleted: boolean; accessVersion: bigint; downloads: boolean }[] = [];
  /** Who was on a list each time when playback was told of one. */
  const lists: string[][] = [];
  /** What videos take, as uploads knows it. */
  const stored = new Map<string, bigint>();
  /** Peers that cannot be reached. */
  const away = new Set<string>();
  const service = await startServiceAlone({
    service: videos,
    peers: [
      fakePeer('channels', ChannelsService, {
        listPublishableChannels: ({ accountId }) => ({ channels: [{ ...channel, ownerAccountId: accountId }] }),
        getChannels: ({ ids }) => ({ channels: ids.map((id) => ({ ...channel, id })) }),
        getChannelByHandle: ({ handle }) =>
          handle === 'ann' ? { channel: { ...channel, ownerAccountId: annId } } : {},
      }),
      fakePeer('uploads', UploadsService, {
        createUpload: ({ videoId }) => ({ uploadId: videoId, path: `/api/v1/uploads/${videoId}` }),
        getUploads: () => ({ uploads: [] }),
        getVideoStorage: ({ videoIds }) => {
          if (away.has('uploads')) throw kernelErrors.unavailable();
          const known = videoIds.flatMap((id) => (stored.has(id) ? [[id, stored.get(id) ?? 0n] as const] : []));
          return { bytes: Object.fromEntries(known) };
        },
      }),
      fakePeer('transcoding', TranscodingService, { getProcessing: () => ({ processings: [] }) }),
      fakePeer('playback', PlaybackService, {
        getPlayback: ({ videoIds, withDownloads }) => {
          if (away.has('playback')) throw kernelErrors.unavailable();
          const downloads = [{ name: '360p', path: '/media/key/download/360p.mp4', sizeBytes: 5n * 2n ** 32n }];
          return { playbacks: withDownloads ? [{ videoId: videoIds[0] ?? '', downloads }] : [] };
        },
        setViewerList: ({ list }) => {
          if (away.has('playback')) throw kernelErrors.unavailable();
          lists.push(list?.accountIds ?? []);
          return {};
        },
        setAccess: ({ rule }) => {
          if (rule) rules.push(rule);
          if (away.has('playback')) throw kernelErrors.unavailable();
          return {};
        },
      }),
    ],
  });
  const ask = (
    token: string | undefined,
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> =>
    fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const call = async <T = Record<string, unknown>>(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const response = await ask(token, method, path, { body });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T };
  };
  const make = async (token: string, fields: object = {}) =>
    (await call<{ id: string }>(token, 'POST', '/videos', { title: 'First water', ...fields })).body.id;
  /** Playback tells that it plays. */
  const play = (
    id: string,
    { edition = newId(), durationMs = 1000n }: { edition?: string; durationMs?: bigint } = {},
  ) =>
    service.tell({
      id,
      type: VideoPlayableSchema.typeName,
      producer: 'playback',
      payload: toBinary(
        VideoPlayableSchema,
        create(VideoPlayableSchema, { videoId: id, edition, durationMs, width: 640, height: 360, complete: true }),
      ),
    });
  /** Drafts that play from now on. */
  const makeFilm = async (token: string, fields: object = {}) => {
    const id = await make(token, fields);
    await play(id);
    await eventually('it plays', async () => {
      const { body } = await call(token, 'GET', `/videos/${id}`);
      return body.state === 'ready';
    });
    return id;
  };
  const database = await service.engines.database.open<VideosTables>({ service: 'videos', maxConnections: 1 });
  return { service, channel, annId, rules, lists, stored, away, ask, call, make, play, makeFilm, database };
}
