import type { Page, PageRequest } from './page.ts';
import type { SendOptions, UploadSource } from './send-upload.ts';
import type { Body, Transport } from './transport.ts';

/** In bytes. */
export interface StorageUse {
  usedBytes: number;
  /** Null: as much as there is room for. */
  quotaBytes: number | null;
  /** Files as they were uploaded; those that still arrive count as a whole. */
  sourceBytes: number;
  renditionBytes: number;
  captionBytes: number;
}

/** What new files have to fit into. */
export type MyStorage = StorageUse & {
  /** Of one file. */
  maxFileBytes: number;
};

/** A file that the server fetches from an address. */
export interface Import {
  id: string;
  videoId: string;
  url: string;
  fileName: string;
  sizeBytes: number;
  receivedBytes: number;
  state: 'waiting' | 'done' | 'failed' | 'cancelled';
  failure: { code: string; message: string } | null;
  createdAt: string;
}

const TUS = { 'tus-resumable': '1.0.0' };

/** A file that is sent in parts, each to an address of its own. */
export interface DirectUpload {
  id: string;
  /** Of all parts but the last one. */
  partBytes: number;
  partCount: number;
  /** At most 100, from the asked-for number on; `etag` is null for those that are still to be sent by PUT. */
  parts: { number: number; url: string; sizeBytes: number; etag: string | null }[];
  expiresAt: string;
}

export function uploadsApi(transport: Transport) {
  async function offset(url: string, signal?: AbortSignal): Promise<number> {
    const response = await transport.request(url, { method: 'HEAD', headers: TUS, signal });
    return offsetOf(response);
  }

  async function patch(url: string, part: { offsetBytes: number; body: Body; signal?: AbortSignal }): Promise<number> {
    const response = await transport.request(url, {
      method: 'PATCH',
      body: part.body,
      headers: { ...TUS, 'upload-offset': `${part.offsetBytes}`, 'content-type': 'application/offset+octet-stream' },
      signal: part.signal,
    });
    return offsetOf(response);
  }

  async function putIndex(
    url: string,
    index: { offsetBytes: number; body: Body; signal?: AbortSignal },
  ): Promise<void> {
    await transport.request(`${url}/index?offset=${index.offsetBytes}`, {
      method: 'PUT',
      body: index.body,
      headers: { 'content-type': 'application/octet-stream' },
      signal: index.signal,
    });
  }

  return {
    /** Has the server fetch a file; without a video a private draft is made for it. */
    import(request: { url: string; videoId?: string }): Promise<Import> {
      return transport.json('/imports', { method: 'POST', json: request });
    },
    imports(request: PageRequest = {}): Promise<Page<Import>> {
      const { limit, cursor, signal } = request;
      return transport.json('/imports', { query: { limit, cursor }, signal });
    },
    getImport(id: string, signal?: AbortSignal): Promise<Import> {
      return transport.json(`/imports/${encodeURIComponent(id)}`, { signal });
    },
    offset,
    patch,
    putIndex,
    /** Sends the index of an MP4 that has it at its end ahead of the file: it can be watched while it arrives. */
    async sendIndex(options: { url: string; source: UploadSource; signal?: AbortSignal }): Promise<boolean> {
      const { sendIndex } = await import('./send-index.ts');
      return sendIndex({ putIndex }, options);
    },
    /** Makes an upload without a video; the server drafts one. Answers the resource's address. */
    async create(request: { sizeBytes: number; metadata: Record<string, string> }): Promise<string> {
      const response = await transport.request('/uploads', {
        method: 'POST',
        headers: { ...TUS, 'upload-length': `${request.sizeBytes}`, 'upload-metadata': encode(request.metadata) },
      });
      const location = response.headers.get('location');
      if (location === null) throw new Error('The server made an upload without saying where.');
      return location;
    },
    /** How much room my videos take, and how much they may. */
    storage(signal?: AbortSignal): Promise<MyStorage> {
      return transport.json('/me/storage', { signal });
    },
    /** Begins to send a file in parts to signed addresses; `url` is the one that the creation of its video answered. */
    startDirect(url: string): Promise<DirectUpload> {
      const uploadId = decodeURIComponent(url.split('/').at(-1) ?? '');
      return transport.json('/direct-uploads', { method: 'POST', json: { uploadId } });
    },
    /** What is there of it, with fresh addresses from part `from` on. */
    direct(id: string, options: { from?: number; signal?: AbortSignal } = {}): Promise<DirectUpload> {
      const { from, signal } = options;
      return transport.json(`/direct-uploads/${encodeURIComponent(id)}`, { query: { from }, signal });
    },
    async completeDirect(id: string, parts: { number: number; etag: string }[]): Promise<void> {
      const path = `/direct-uploads/${encodeURIComponent(id)}/completion`;
      await transport.request(path, { method: 'POST', json: { parts } });
    },
    async terminate(url: string): Promise<void> {
      await transport.request(url, { method: 'DELETE', headers: TUS });
    },
    /** Sends from wherever the server stands, through restarts and lost connections. */
    async send(options: SendOptions): Promise<void> {
      // Pages have uploaders of their own and need not load this one.
      const { sendUpload } = await import('./send-upload.ts');
      await sendUpload({ offset, patch, putIndex }, options);
    },
  };
}

function offsetOf(response: Response): number {
  const value = Number(response.headers.get('upload-offset') ?? Number.NaN);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error('The server did not say how much has arrived.');
  return value;
}

function encode(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',');
}

function base64(value: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(value)));
}
