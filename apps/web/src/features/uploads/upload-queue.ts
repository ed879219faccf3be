import { ApiError, isTransient, retryDelayMs, type VideoSettings } from '@kinora/sdk';
import { client } from '../../app/client.ts';
import type { CaptionFile } from './captions-beside.ts';
import { type RefusedCaptions, sendCaptions } from './send-captions.ts';
import { SpeedEstimator } from './speed-estimator.ts';
import { transfer } from './transfer.ts';
import { fingerprint, titleFrom } from './upload-file.ts';
import { dropRecord, putRecord, readRecords } from './upload-records.ts';

export type UploadStatus =
  | 'queued'
  | 'creating'
  | 'uploading'
  | 'paused'
  | 'retrying'
  /** Begun before a reload; the browser has to be given the file again. */
  | 'needs-file'
  | 'complete'
  | 'failed';

export interface UploadItem {
  id: string;
  accountId: string;
  /** Null for the first one. */
  channelId: string | null;
  /** What its draft begins with; null: as new videos are. */
  settings: VideoSettings | null;
  videoId: string | null;
  url: string | null;
  file: File | null;
  fingerprint: string;
  fileName: string;
  sizeBytes: number;
  offsetBytes: number;
  status: UploadStatus;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  error: unknown;
  /** That came beside the file and are not sent yet. */
  captions: readonly CaptionFile[];
  refusedCaptions: readonly RefusedCaptions[];
}

export type NewItems = Pick<UploadItem, 'accountId' | 'channelId' | 'settings'>;

const AT_ONCE = 3;
const GIVE_UP_AFTER_MS = 3_600_000;

/** All uploads of this page. They outlive navigation; what a reload needs is in localStorage. */
class UploadQueue {
  #items: UploadItem[] = [];
  #next = 0;
  #restoredFor: string | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #running = new Map<string, AbortController>();
  readonly #wakes = new Map<string, () => void>();

  constructor() {
    // The connection is back: no need to wait for the next try.
    globalThis.addEventListener?.('online', () => {
      for (const wake of this.#wakes.values()) wake();
    });
  }

  readonly get = (): UploadItem[] => this.#items;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins each file, or goes on with the one that was begun before. Answers the items' ids. */
  add(files: File[], of: NewItems, captions?: Map<File, CaptionFile[]>): string[] {
    const ids = files.map((file) => {
      const known = this.#items.find((item) => item.status === 'needs-file' && item.fingerprint === fingerprint(file));
      if (known) {
        this.#change(known.id, { file, status: 'queued' });
        return known.id;
      }
      this.#next += 1;
      const item = { ...newItem(`u${this.#next}`, of, file), captions: captions?.get(file) ?? [] };
      this.#items = [...this.#items, item];
      return item.id;
    });
    this.#tell();
    this.#pump();
    return ids;
  }

  /** False when it is another file than the one that was begun. */
  provideFile(id: string, file: File): boolean {
    const item = this.#find(id);
    if (!item || item.sizeBytes !== file.size || item.fileName !== file.name) return false;
    this.#change(id, { file, status: 'queued' });
    this.#pump();
    return true;
  }

  pause(id: string): void {
    this.#stop(id);
    this.#change(id, { status: 'paused', bytesPerSecond: null, secondsLeft: null });
    this.#pump();
  }

  resume(id: string): void {
    const item = this.#find(id);
    if (!item) return;
    this.#change(id, { status: item.file ? 'queued' : 'needs-file', error: null });
    this.#pump();
  }

  /** Takes it off the list at once; `undo` brings it back, `commit` deletes what has arrived. */
  cancel(id: string): { undo: () => void; commit: () => Promise<void> } {
    const item = this.#find(id);
    this.#stop(id);
    this.dismiss(id);
    return {
      undo: () => {
        if (!item) return;
        this.#items = [...this.#items, { ...item, status: item.file ? 'queued' : 'needs-file' }];
        this.#tell();
        this.#pump();
      },
      commit: async () => {
        if (!item?.videoId) return;
        dropRecord(localStorage, item.videoId);
        await client.videos.delete(item.videoId);
      },
    };
  }

  dismiss(id: string): void {
    this.#stop(id);
    this.#items = this.#items.filter((item) => item.id !== id);
    this.#tell();
    this.#pump();
  }

  /** Lists what was begun before a reload, and asks the server how far it came. */
  async restore(accountId: string): Promise<void> {
    if (this.#restoredFor === accountId) return;
    this.#restoredFor = accountId;
    const records = readRecords(localStorage).filter((record) => record.accountId === accountId);
    const fresh = records.filter((record) => !this.#items.some((item) => item.videoId === record.videoId));
    this.#items = [
      ...fresh.map((record): UploadItem => {
        this.#next += 1;
        return { ...emptyItem, ...record, id: `u${this.#next}`, status: 'needs-file' };
      }),
      ...this.#items.filter((item) => item.accountId === accountId),
    ];
    this.#tell();
    await Promise.all(this.#items.filter((item) => item.status === 'needs-file').map((item) => this.#askOffset(item)));
  }

  async #askOffset(item: UploadItem): Promise<void> {
    if (!item.url || !item.videoId) return;
    try {
      const offsetBytes = await client.uploads.offset(item.url);
      if (offsetBytes < item.sizeBytes) return this.#change(item.id, { offsetBytes });
      dropRecord(localStorage, item.videoId);
      this.#change(item.id, { offsetBytes, status: 'complete' });
    } catch (error) {
      if (!(error instanceof ApiError) || ![403, 404, 410].includes(error.status)) return;
      dropRecord(localStorage, item.videoId);
      this.dismiss(item.id);
    }
  }

  #pump(): void {
    const free = AT_ONCE - this.#running.size;
    const waiting = this.#items.filter((item) => item.status === 'queued' && !this.#running.has(item.id));
    for (const item of waiting.slice(0, Math.max(0, free))) void this.#run(item.id);
  }

  async #run(id: string): Promise<void> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    const speed = new SpeedEstimator();
    const attempt = { failures: 0, movedAtMs: Date.now(), furthest: this.#find(id)?.offsetBytes ?? 0 };
    try {
      while (!abort.signal.aborted) {
        try {
          await this.#attempt(id, abort.signal, speed, attempt);
          this.#change(id, { status: 'complete', bytesPerSecond: null, secondsLeft: null });
          return;
        } catch (error) {
          if (abort.signal.aborted) return;
          if (!isTransient(error) || Date.now() - attempt.movedAtMs > GIVE_UP_AFTER_MS) {
            this.#change(id, { status: 'failed', error, bytesPerSecond: null, secondsLeft: null });
            return;
          }
          speed.reset();
          this.#change(id, { status: 'retrying', error, bytesPerSecond: null, secondsLeft: null });
          await this.#wait(id, retryDelayMs(attempt.failures, error), abort.signal);
          attempt.failures += 1;
        }
      }
    } finally {
      if (this.#running.get(id) === abort) this.#running.delete(id);
      this.#pump();
    }
  }

  async #attempt(
    id: string,
    signal: AbortSignal,
    speed: SpeedEstimator,
    attempt: { failures: number; movedAtMs: number; furthest: number },
  ): Promise<void> {
    const item = await this.#created(id, signal);
    if (!item.file || !item.url || !item.videoId) throw new Error('An upload was started without its file.');
    await sendCaptions(item.videoId, item, (left) => this.#change(id, left));
    await transfer({
      url: item.url,
      file: item.file,
      signal,
      onProgress: (offsetBytes) => {
        if (signal.aborted) return;
        speed.add(offsetBytes, performance.now());
        if (offsetBytes > attempt.furthest)
          Object.assign(attempt, { failures: 0, movedAtMs: Date.now(), furthest: offsetBytes });
        this.#change(id, {
          status: 'uploading',
          offsetBytes,
          error: null,
          bytesPerSecond: speed.bytesPerSecond(),
          secondsLeft: speed.secondsLeft(item.sizeBytes),
        });
      },
    });
    dropRecord(localStorage, item.videoId);
  }

  /** The item with a video and an address, made when there is none yet. */
  async #created(id: string, signal: AbortSignal): Promise<UploadItem> {
    const item = this.#find(id);
    if (!item) throw new Error('An upload was taken off the list while it began.');
    if (item.url) return item;
    this.#change(id, { status: 'creating' });
    const video = await client.videos.create(
      {
        title: titleFrom(item.fileName),
        fileName: item.fileName,
        sizeBytes: item.sizeBytes,
        ...(item.channelId === null ? {} : { channelId: item.channelId }),
        ...item.settings,
      },
      // The same for each try of this item, so that a lost answer does not make two videos.
      { idempotencyKey: `${pageId}-${item.id}`, signal },
    );
    const made = { videoId: video.id, url: video.upload.url };
    putRecord(localStorage, {
      accountId: item.accountId,
      fingerprint: item.fingerprint,
      fileName: item.fileName,
      sizeBytes: item.sizeBytes,
      ...made,
    });
    this.#change(id, made);
    return { ...item, ...made };
  }

  #wait(id: string, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakes.delete(id);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakes.set(id, done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #stop(id: string): void {
    this.#running.get(id)?.abort();
    this.#running.delete(id);
  }

  #find(id: string): UploadItem | undefined {
    return this.#items.find((item) => item.id === id);
  }

  #change(id: string, change: Partial<UploadItem>): void {
    this.#items = this.#items.map((item) => (item.id === id ? { ...item, ...change } : item));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const pageId = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
  byte.toString(16).padStart(2, '0'),
).join('');

const emptyItem = {
  channelId: null,
  settings: null,
  videoId: null,
  url: null,
  file: null,
  offsetBytes: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  error: null,
  captions: [],
  refusedCaptions: [],
};

function newItem(id: string, of: NewItems, file: File): UploadItem {
  const facts = { fingerprint: fingerprint(file), fileName: file.name, sizeBytes: file.size };
  return { ...emptyItem, ...facts, ...of, id, file, status: 'queued' };
}

export const uploadQueue = new UploadQueue();
