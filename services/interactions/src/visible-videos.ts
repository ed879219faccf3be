import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from '@connectrpc/connect';
import type { VideosService, VisibleVideo } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { type Caller, viewerOf } from '@kinora/kernel';
import { interactionsErrors } from './errors.ts';

/** Far below the three seconds in which what is withdrawn is gone everywhere. */
const KEEP_MS = 1000;
const MOST = 10_000;
/** What a right password bought, as for the video itself. */
const GRANT_HEADER = 'video-grant';

/** Asks videos what may be seen; what is open to everybody is remembered for a second. */
export class VisibleVideos {
  readonly #videos: Client<typeof VideosService>;
  readonly #open = new Map<string, { video: VisibleVideo; until: number }>();

  constructor(videos: Client<typeof VideosService>) {
    this.#videos = videos;
  }

  /** Throws `interactions.video_not_found` for one that whoever asks may not see. */
  async find(id: string, { caller, headers }: { caller: Caller; headers: IncomingHttpHeaders }): Promise<VisibleVideo> {
    const known = this.#open.get(id);
    if (known && known.until > Date.now()) return known.video;
    const grant = headers[GRANT_HEADER];
    const [video] = await this.#ask([id], caller, typeof grant === 'string' ? grant : '');
    if (!video) throw interactionsErrors.video_not_found();
    return video;
  }

  /** Those of many that the caller may see, by id. At most 100. */
  async among(ids: readonly string[], caller: Caller): Promise<Map<string, VisibleVideo>> {
    if (ids.length === 0) return new Map();
    return new Map((await this.#ask([...new Set(ids)], caller, '')).map((video) => [video.id, video]));
  }

  async #ask(videoIds: string[], caller: Caller, grant: string): Promise<VisibleVideo[]> {
    const until = Date.now() + KEEP_MS;
    const { videos } = await this.#videos.checkViewer({ videoIds, viewer: viewerOf(caller), grant });
    if (this.#open.size > MOST) this.#open.clear();
    for (const video of videos) if (video.open) this.#open.set(video.id, { video, until });
    return videos;
  }
}

/** Owners, who helps them, and moderators of the site. */
export function mayModerate(video: VisibleVideo, caller: Caller): boolean {
  if (caller.kind !== 'account') return false;
  return isCreator(video, caller.accountId) || caller.role === 'moderator' || caller.role === 'admin';
}

/** Whose video it is, or who helps with its channel. */
export function isCreator(
  video: Pick<VisibleVideo, 'ownerAccountId' | 'insiderAccountIds'>,
  accountId: string,
): boolean {
  return video.ownerAccountId === accountId || video.insiderAccountIds.includes(accountId);
}
