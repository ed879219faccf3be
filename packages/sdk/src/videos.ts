import type { PictureType } from './channels.ts';
import type { Grant } from './grant.ts';
import type { Page, PageRequest } from './page.ts';
import type { Processing } from './processing.ts';
import type { Tagged } from './tagged.ts';
import type { Body, Transport } from './transport.ts';
import type { Trim } from './trim.ts';
import type {
  BulkChange,
  BulkResult,
  CardsChange,
  CreatedVideo,
  MyVideo,
  MyVideoFilter,
  NewVideo,
  VideoCard,
  VideoCards,
  VideoChange,
  VideoDetail,
  VideoFilter,
  VideoSort,
  VideoTemplate,
} from './video-types.ts';

export function videosApi(transport: Transport) {
  const path = (id: string) => `/videos/${encodeURIComponent(id)}`;
  return {
    /** Public videos that play, newest first by default; optionally of one channel (id or `@handle`), tag or category. */
    list(request: PageRequest & VideoFilter & { sort?: VideoSort } = {}): Promise<Page<VideoCard>> {
      const { signal, ...query } = request;
      return transport.json('/videos', { query: { sort: 'newest', ...query }, signal, auth: 'none' });
    },
    /** Tags that begin like this, the most used first, with how many public videos have each. */
    async tags(prefix: string, signal?: AbortSignal): Promise<{ tag: string; videos: number }[]> {
      const path = '/tags';
      const options = { query: { prefix }, signal, auth: 'none' } as const;
      return (await transport.json<{ items: { tag: string; videos: number }[] }>(path, options)).items;
    },
    /** Others of mine that were made of the same file. */
    async duplicates(id: string, signal?: AbortSignal): Promise<{ id: string; title: string; createdAt: string }[]> {
      const path = `/videos/${encodeURIComponent(id)}/duplicates`;
      return (await transport.json<{ items: { id: string; title: string; createdAt: string }[] }>(path, { signal }))
        .items;
    },
    /** Premieres that are to come, the next first; optionally of one channel (id or `@handle`). */
    async premieres(
      request: { limit?: number; channel?: string | undefined; signal?: AbortSignal } = {},
    ): Promise<VideoCard[]> {
      const { signal, ...query } = request;
      return (await transport.json<{ items: VideoCard[] }>('/premieres', { query, signal, auth: 'none' })).items;
    },
    /** Mine in every state, the newest first unless asked otherwise. */
    mine(request: PageRequest & MyVideoFilter = {}): Promise<Page<MyVideo>> {
      const { signal, ...query } = request;
      return transport.json('/me/videos', { query, signal });
    },
    /** Of others, by lists of theirs that name me; the newest first. */
    shared(request: PageRequest = {}): Promise<Page<VideoCard>> {
      const { signal, ...query } = request;
      return transport.json('/me/shared-videos', { query, signal });
    },
    /** @param grant what `open` has answered, for a video with a password. */
    get(id: string, signal?: AbortSignal, grant?: string): Promise<VideoDetail> {
      return transport.json(path(id), {
        signal,
        ...(grant === undefined ? {} : { headers: { 'video-grant': grant } }),
      });
    },
    /** @param grant as for `get`. */
    cards(id: string, signal?: AbortSignal, grant?: string): Promise<VideoCards> {
      const headers = grant === undefined ? {} : { headers: { 'video-grant': grant } };
      return transport.json(`${path(id)}/cards`, { signal, ...headers });
    },
    putCards(id: string, cards: CardsChange): Promise<VideoCards> {
      return transport.json(`${path(id)}/cards`, { method: 'PUT', json: cards });
    },
    /** With its password, for twelve hours or until that is changed. */
    open(id: string, password: string): Promise<Grant> {
      return transport.json(`${path(id)}/grants`, { method: 'POST', json: { password } });
    },
    /** Makes a draft; `upload.url` is a tus resource when sizeBytes was given, else the creation endpoint. */
    create(video: NewVideo, options: { idempotencyKey?: string; signal?: AbortSignal } = {}): Promise<CreatedVideo> {
      const headers = options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : undefined;
      return transport.json('/videos', { method: 'POST', json: video, headers, signal: options.signal });
    },
    update(id: string, change: VideoChange): Promise<VideoDetail> {
      return transport.json(path(id), { method: 'PATCH', json: change });
    },
    /** Changes up to 100 of mine alike, each for itself. */
    async changeMany(ids: string[], change: BulkChange): Promise<BulkResult[]> {
      const options = { method: 'POST', json: { ids, change } } as const;
      return (await transport.json<{ results: BulkResult[] }>('/videos/bulk', options)).results;
    },
    /** Deletes up to 100 of mine, each for itself. */
    async deleteMany(ids: string[]): Promise<BulkResult[]> {
      const options = { method: 'POST', json: { ids }, keepalive: true } as const;
      return (await transport.json<{ results: BulkResult[] }>('/videos/bulk-deletion', options)).results;
    },
    /** Settings that I keep for my next videos, by name. */
    async templates(signal?: AbortSignal): Promise<VideoTemplate[]> {
      return (await transport.json<{ items: VideoTemplate[] }>('/me/video-templates', { signal })).items;
    },
    /** Of a video of mine: all but title, file and chapters. */
    createTemplate(template: { name: string; videoId: string }): Promise<VideoTemplate> {
      return transport.json('/me/video-templates', { method: 'POST', json: template });
    },
    updateTemplate(id: string, change: { name?: string; videoId?: string }): Promise<VideoTemplate> {
      return transport.json(`/me/video-templates/${encodeURIComponent(id)}`, { method: 'PATCH', json: change });
    },
    async deleteTemplate(id: string): Promise<void> {
      await transport.request(`/me/video-templates/${encodeURIComponent(id)}`, { method: 'DELETE', keepalive: true });
    },
    /** `under_way` when copies may still be answered for some seconds. */
    async delete(id: string): Promise<{ withdrawal: 'done' | 'under_way' }> {
      const response = await transport.request(path(id), { method: 'DELETE', keepalive: true });
      return { withdrawal: response.status === 202 ? 'under_way' : 'done' };
    },
    /** What plays goes on until the new file is processed; `upload.url` is a tus resource. */
    replaceFile(id: string, file: { fileName: string; sizeBytes: number }): Promise<{ upload: { url: string } }> {
      return transport.json(`${path(id)}/replacement`, { method: 'POST', json: file });
    },
    /** The picture that stands for it: JPEG, PNG, WebP or AVIF, at most 8 MB. */
    async putThumbnail(id: string, image: Body, type: PictureType | 'image/avif'): Promise<void> {
      await transport.request(`${path(id)}/thumbnail`, {
        method: 'PUT',
        body: image,
        headers: { 'content-type': type },
      });
    },
    /** The one that processing found again. */
    async deleteThumbnail(id: string): Promise<void> {
      await transport.request(`${path(id)}/thumbnail`, { method: 'DELETE' });
    },
    /** Makes it anew of the file that is kept; what plays goes on. */
    async reprocess(id: string): Promise<void> {
      await transport.request(`${path(id)}/reprocessing`, { method: 'POST' });
    },
    /** Which parts are shown, in times of the film as it was uploaded. */
    trim(id: string, signal?: AbortSignal): Promise<Trim> {
      return transport.json(`${path(id)}/trim`, { signal });
    },
    /** Shows only these parts, [start, end) of the film as it was uploaded; what plays goes on until that is done. */
    async setTrim(id: string, rangesMs: [startMs: number, endMs: number][]): Promise<void> {
      await transport.request(`${path(id)}/trim`, { method: 'PUT', json: { rangesMs } });
    },
    /** Shows all of it again. */
    async restore(id: string): Promise<void> {
      await transport.request(`${path(id)}/trim`, { method: 'DELETE' });
    },
    /** Gives up what is being made to take the place of what plays. */
    async cancelNextEdition(id: string): Promise<void> {
      await transport.request(`${path(id)}/next-edition`, { method: 'DELETE' });
    },
    async processing(id: string, options: { etag?: string | null; signal?: AbortSignal } = {}) {
      const response = await transport.request(`${path(id)}/processing`, {
        signal: options.signal,
        headers: options.etag ? { 'if-none-match': options.etag } : undefined,
        accept: [304],
      });
      const value = response.status === 304 ? null : ((await response.json()) as Processing);
      return { value, etag: response.headers.get('etag') ?? options.etag ?? null } satisfies Tagged<Processing>;
    },
  };
}
