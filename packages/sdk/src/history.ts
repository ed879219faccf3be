import type { Page, PageRequest } from './page.ts';
import type { Transport } from './transport.ts';
import type { VideoCard } from './video-types.ts';

export interface HistoryEntry {
  /** When it was watched last. */
  viewedAt: string;
  positionMs: number;
  /** Of the film as it was then; 0 where it was not known. */
  durationMs: number;
  video: VideoCard;
}

export interface WatchedPosition {
  videoId: string;
  positionMs: number;
  durationMs: number;
  viewedAt: string;
}

export function historyApi(transport: Transport) {
  const one = (videoId: string) => `/me/history/${encodeURIComponent(videoId)}`;
  return {
    /** The latest first; `q`: only what has these words in its title. */
    list(request: PageRequest & { q?: string | undefined } = {}): Promise<Page<HistoryEntry>> {
      const { signal, ...query } = request;
      return transport.json('/me/history', { query, signal });
    },
    /** `restore` brings it back for a day. */
    async remove(videoId: string): Promise<void> {
      await transport.request(one(videoId), { method: 'DELETE' });
    },
    async restore(videoId: string): Promise<void> {
      await transport.request(one(videoId), { method: 'PUT' });
    },
    async clear(): Promise<void> {
      await transport.request('/me/history', { method: 'DELETE' });
    },
    async unclear(): Promise<void> {
      await transport.request('/me/history/restoration', { method: 'POST' });
    },
    /** Begun and not ended, the latest first. */
    async unfinished(limit = 12, signal?: AbortSignal): Promise<HistoryEntry[]> {
      const options = { query: { limit }, signal };
      return (await transport.json<{ items: HistoryEntry[] }>('/me/continue-watching', options)).items;
    },
    /** Where I am in the videos that I watched last. */
    async positions(signal?: AbortSignal): Promise<WatchedPosition[]> {
      return (await transport.json<{ items: WatchedPosition[] }>('/me/positions', { signal })).items;
    },
  };
}
