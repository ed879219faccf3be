import type { Transport } from './transport.ts';

export interface AccountExport {
  id: string;
  /** With the files that were uploaded. */
  withFilms: boolean;
  /** `failed` for good: it may be asked for again. */
  state: 'waiting' | 'ready' | 'failed';
  sizeBytes: number | null;
  createdAt: string;
  /** Until when it can be downloaded; null while it is made. */
  expiresAt: string | null;
}

/** Archives of everything of mine. */
export function exportsApi(transport: Transport) {
  return {
    /** The one that was asked for last, while it is there. */
    async latest(signal?: AbortSignal): Promise<AccountExport | null> {
      return (await transport.json<{ export: AccountExport | null }>('/me/exports/latest', { signal })).export;
    },
    create(wish: { withFilms: boolean }): Promise<AccountExport> {
      return transport.json('/me/exports', { method: 'POST', json: wish });
    },
    /** An address to download it from, which works for ten minutes. */
    async link(): Promise<string> {
      return (await transport.json<{ url: string }>('/me/exports/latest/link', { method: 'POST' })).url;
    },
  };
}
