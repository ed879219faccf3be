import type { Transport } from './transport.ts';

export interface Worker {
  id: string;
  name: string;
  state: 'active' | 'draining' | 'gone';
  lastSeenAt: string;
  running: number;
  version: string;
  /** From where it was heard of last. */
  address: string;
}

/** Lets workers on other machines in. */
export interface WorkerToken {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export function adminApi(transport: Transport) {
  return {
    async workers(signal?: AbortSignal): Promise<Worker[]> {
      const answer = await transport.json<{ items: Worker[] }>('/admin/workers', { signal });
      return answer.items;
    },
    /** No more tasks for a worker; it ends those that it has. */
    async drainWorker(id: string): Promise<void> {
      await transport.request(`/admin/workers/${encodeURIComponent(id)}/drain`, { method: 'POST' });
    },
    async resumeWorker(id: string): Promise<void> {
      await transport.request(`/admin/workers/${encodeURIComponent(id)}/drain`, { method: 'DELETE' });
    },
    async workerTokens(signal?: AbortSignal): Promise<WorkerToken[]> {
      const answer = await transport.json<{ items: WorkerToken[] }>('/admin/worker-tokens', { signal });
      return answer.items;
    },
    /** The token itself is answered this once. */
    createWorkerToken(name: string): Promise<{ id: string; token: string }> {
      return transport.json('/admin/worker-tokens', { method: 'POST', json: { name } });
    },
    /** A page of videos that were processed before, made anew behind everything else. */
    reprocessVideos(
      request: { processedBefore?: string; cursor?: string; limit?: number } = {},
    ): Promise<{ begun: number; skipped: number; nextCursor: string | null }> {
      return transport.json('/admin/reprocessing', { method: 'POST', json: request });
    },
    /** Whether a video is processed before all others. */
    async prioritizeProcessing(videoId: string, first: boolean): Promise<void> {
      const path = `/admin/processing/${encodeURIComponent(videoId)}/priority`;
      await transport.request(path, { method: 'PUT', json: { first } });
    },
    async revokeWorkerToken(id: string): Promise<void> {
      await transport.request(`/admin/worker-tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
  };
}
