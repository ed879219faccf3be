import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from '@connectrpc/connect';
import type { VideosService, VisibleVideo } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { type Caller, VISITOR, viewerOf } from '@kinora/kernel';
import { interactionsErrors } from './errors.ts';

/** Far below the three seconds in which what is withdrawn is gone everywhere. */
const KEEP_MS = 1000;
const MOST = 10_000;
/** What a right password bought, as for the video itself. */
const GRANT_HEADER = 'video-grant';

/** Asks videos what may be seen; what is open to everybody is asked for all of them together, once a second at most. */
export class VisibleVideos {
  readonly #videos: Client<typeof VideosService>;
  readonly #open = new Map<string, { video: Promise<VisibleVideo | undefined>; until: number }>();

  constructor(videos: Client<typeof VideosService>) {
    this.#videos = videos;
  }

  /** Throws `interactions.video_not_found` for one that whoever asks may not see. */
  async find(id: string, { caller, headers }: { caller: Caller; headers: IncomingHttpHeaders }): Promise<VisibleVideo> {
    const open = await this.#findOpen(id);
    if (open) return open;
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

  /** Many ask for the same one at the same moment: they wait for one answer. */
  #findOpen(id: string): Promise<VisibleVideo | undefined> {
    const known = this.#open.get(id);
    if (known && known.until > Date.now()) return known.video;
    const video = this.#ask([id], VISITOR, '').then(([found]) => (found?.open ? found : undefined));
    const asked = { video, until: Date.now() + KEEP_MS };
    if (this.#open.size > MOST) this.#open.clear();
    this.#open.set(id, asked);
    video.catch(() => {
      if (this.#open.get(id) === asked) this.#open.delete(id);
    });
    return video;
  }

  async #ask(videoIds: string[], caller: Caller, grant: string): Promise<VisibleVideo[]> {
    return (await this.#videos.checkViewer({ videoIds, viewer: viewerOf(caller), grant })).videos;
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
