import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';

/** A file that this page sends in place of another. It outlives navigation, not a reload: then it is chosen again. */
export interface ReplacingFile {
  fileName: string;
  sizeBytes: number;
  offsetBytes: number;
  error: unknown;
}

class ReplacingFiles {
  #files: ReadonlyMap<string, ReplacingFile> = new Map();
  readonly #listeners = new Set<() => void>();
  readonly #running = new Map<string, AbortController>();

  readonly get = (): ReadonlyMap<string, ReplacingFile> => this.#files;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Goes on where the same file was left; resolves when it is sent, cancelled, or refused, which the entry says. */
  async send(videoId: string, file: File): Promise<void> {
    this.stop(videoId);
    const running = new AbortController();
    this.#running.set(videoId, running);
    const entry = { fileName: file.name, sizeBytes: file.size, offsetBytes: 0, error: null };
    this.#set(videoId, entry);
    try {
      const { upload } = await client.videos.replaceFile(videoId, { fileName: file.name, sizeBytes: file.size });
      await refresh(videoId);
      await client.uploads.send({
        url: upload.url,
        source: { sizeBytes: file.size, read: async (start, end) => file.slice(start, end) },
        signal: running.signal,
        onProgress: ({ offsetBytes }) => this.#set(videoId, { ...entry, offsetBytes }),
      });
      this.#set(videoId, null);
    } catch (error) {
      if (!running.signal.aborted) this.#set(videoId, { ...entry, error });
    } finally {
      if (this.#running.get(videoId) === running) this.#running.delete(videoId);
      await refresh(videoId);
    }
  }

  /** Sends no more of it, and forgets why it failed. */
  stop(videoId: string): void {
    this.#running.get(videoId)?.abort();
    this.#running.delete(videoId);
    this.#set(videoId, null);
  }

  #set(videoId: string, file: ReplacingFile | null): void {
    const next = new Map(this.#files);
    if (file) next.set(videoId, file);
    else next.delete(videoId);
    this.#files = next;
    for (const listener of this.#listeners) listener();
  }
}

function refresh(videoId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['processing', videoId] });
}

export const replacingFiles = new ReplacingFiles();
