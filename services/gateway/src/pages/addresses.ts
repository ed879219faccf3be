import type { FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';

/** Of this site, as whoever asks knows it. */
export function originOf(context: GatewayContext, request: FastifyRequest): string {
  return context.app.publicUrl ?? `${request.protocol}://${request.host}`;
}

const VIDEO_PAGE = /^\/(watch|embed)\/([1-9A-HJ-NP-Za-km-z]{22})$/;

/** Which video a path of ours shows, and whether alone. */
export function videoPageOf(path: string): { videoId: string; embedded: boolean } | undefined {
  const [, page, videoId] = VIDEO_PAGE.exec(path) ?? [];
  return videoId ? { videoId, embedded: page === 'embed' } : undefined;
}

/** The feed of a channel (`@handle` or id), of a tag, or of all. */
export function feedPath(of: { channel?: string | undefined; tag?: string | undefined }): string {
  const query = new URLSearchParams();
  if (of.channel !== undefined) query.set('channel', of.channel);
  if (of.tag !== undefined) query.set('tag', of.tag);
  return `/api/v1/feed.xml${query.size > 0 ? `?${query}` : ''}`;
}

export interface Size {
  width: number;
  height: number;
}

const LONGEST_SIDE = 640;

/** A frame of the film's own shape within what is allowed; 16:9 while the shape is unknown. */
export function frameWithin(film: Size, most: Partial<Size> = {}): Size {
  const { width, height } = film.width > 0 && film.height > 0 ? film : { width: 16, height: 9 };
  const scale = Math.min(
    LONGEST_SIDE / Math.max(width, height),
    (most.width ?? Number.POSITIVE_INFINITY) / width,
    (most.height ?? Number.POSITIVE_INFINITY) / height,
  );
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

/** Posters are as large as the film, up to this width, with an even height. */
const POSTER_WIDTH = 1280;

interface PosterOf extends Size {
  /** Where it is not the film's own; else 0. */
  posterWidth: number;
  posterHeight: number;
}

/** Undefined while the film's shape is not known. */
export function posterSize({ width, height, posterWidth, posterHeight }: PosterOf): Size | undefined {
  if (posterWidth > 0 && posterHeight > 0) return { width: posterWidth, height: posterHeight };
  if (width <= 0 || height <= 0) return undefined;
  const shown = Math.min(POSTER_WIDTH, width);
  return { width: shown, height: Math.max(2, Math.round((height * shown) / width / 2) * 2) };
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
