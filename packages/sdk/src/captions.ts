import type { Body, Transport } from './transport.ts';
import type { VideoDetail } from './video-types.ts';

/** Captions of a video in one language. */
export interface CaptionTrack {
  /** BCP 47, in canonical form. */
  language: string;
  /** As its creator calls it; empty for the language's own name. */
  label: string;
  /** Shown to viewers who have not chosen. */
  isDefault: boolean;
  /** Names what a change is made on. */
  version: number;
  cues: number;
  updatedAt: string;
}

export interface CaptionFile {
  /** WebVTT, as the server wrote it. */
  text: string;
  version: number;
}

export interface Chapter {
  startMs: number;
  title: string;
}

export interface CaptionFields {
  label?: string;
  isDefault?: boolean;
}

const FILE = { 'content-type': 'application/octet-stream' };

export function captionsApi(transport: Transport) {
  const all = (videoId: string) => `/videos/${encodeURIComponent(videoId)}/captions`;
  const one = (videoId: string, language: string) => `${all(videoId)}/${encodeURIComponent(language)}`;
  const query = ({ label, isDefault }: CaptionFields) => ({
    label,
    isDefault: isDefault === undefined ? undefined : String(isDefault),
  });
  return {
    async list(videoId: string, signal?: AbortSignal): Promise<CaptionTrack[]> {
      const answer = await transport.json<{ items: CaptionTrack[] }>(all(videoId), { signal });
      return answer.items;
    },
    async get(videoId: string, language: string, signal?: AbortSignal): Promise<CaptionFile> {
      const response = await transport.request(one(videoId, language), { signal });
      return { text: await response.text(), version: Number(response.headers.get('etag')?.replaceAll('"', '')) };
    },
    /** A WebVTT or SubRip file, as it is. */
    create(videoId: string, captions: CaptionFields & { language: string; file: Body }): Promise<CaptionTrack> {
      const { language, file, ...fields } = captions;
      return transport.json(all(videoId), {
        method: 'POST',
        query: { language, ...query(fields) },
        body: file,
        headers: FILE,
      });
    },
    /** On the version that was seen, or `any`; without a file the text stays. */
    put(
      videoId: string,
      language: string,
      change: CaptionFields & { file?: Body; version: number | 'any' },
    ): Promise<CaptionTrack> {
      const { file, version, ...fields } = change;
      return transport.json(one(videoId, language), {
        method: 'PUT',
        query: query(fields),
        headers: { 'if-match': version === 'any' ? '*' : `"${version}"`, ...(file === undefined ? {} : FILE) },
        ...(file === undefined ? {} : { body: file }),
      });
    },
    async delete(videoId: string, language: string): Promise<void> {
      await transport.request(one(videoId, language), { method: 'DELETE', keepalive: true });
    },
    /** From 0 on and ascending; with none, those of the description count again. */
    putChapters(videoId: string, chapters: Chapter[]): Promise<VideoDetail> {
      return transport.json(`/videos/${encodeURIComponent(videoId)}/chapters`, { method: 'PUT', json: { chapters } });
    },
  };
}
