import type { Transport } from './transport.ts';

export interface Worker {
  id: string;
  name: string;
  state: 'active' | 'draining' | 'gone';
  lastSeenAt: string;
  running: number;
  version: string;
}

export function adminApi(transport: Transport) {
  return {
    async workers(signal?: AbortSignal): Promise<Worker[]> {
      const answer = await transport.json<{ items: Worker[] }>('/admin/workers', { signal });
      return answer.items;
    },
  };
}
