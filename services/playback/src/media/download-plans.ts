import { type DownloadPlan, type DownloadTrack, type InitTrack, parseInitSegment, planDownload } from '@kinora/media';
import { type EditionIndex, offeredRenditions, type RenditionIndex } from '../domain/edition-index.ts';
import { LRUCache } from './lru-cache.ts';
import type { SegmentCache } from './segment-cache.ts';

/** A file that can be taken along: one rendition with its sound, or the sound alone. */
export interface DownloadFile {
  /** Of the rendition: `720p`, `audio`. */
  name: string;
  /** `720p.mp4`, `audio.m4a` */
  fileName: string;
  type: 'video/mp4' | 'audio/mp4';
  tracks: RenditionIndex[];
}

/** Pieces of all plans that are kept: about 20 MB. */
const KEPT_PIECES = 200_000;

/** The best first, each with all sounds; then those by themselves. Only what is whole: a file that was cut short looks like a whole one. */
export function downloadFiles(edition: EditionIndex): DownloadFile[] {
  const { audio } = edition;
  if (audio.length < edition.sounds || audio.some((sound) => !sound.complete)) return [];
  return [
    ...offeredRenditions(edition)
      // One file for each quality, in the codec that everything plays.
      .filter(({ complete, codecs }) => complete && codecs.startsWith('avc'))
      .map((rendition) => ({
        name: rendition.name,
        fileName: `${rendition.name}.mp4`,
        type: 'video/mp4' as const,
        tracks: [rendition, ...audio],
      })),
    ...audio.map((sound) => ({
      name: sound.name,
      fileName: `${sound.name}.m4a`,
      type: 'audio/mp4' as const,
      tracks: [sound],
    })),
  ];
}

/** What each file is made of. A rendition that is whole never changes, so a plan is right for as long as it is kept. */
export class DownloadPlans {
  readonly #segments: SegmentCache;
  readonly #plans = new LRUCache<string, DownloadPlan>(KEPT_PIECES, (plan) => plan.pieces.length);

  constructor(segments: SegmentCache) {
    this.#segments = segments;
  }

  /** Reads init segments only. Rejects with `BlobNotFound`, or with `Mp4Error` when the film is too long for the format. */
  async get(edition: EditionIndex, file: DownloadFile): Promise<DownloadPlan> {
    const slot = `${edition.id}/${file.fileName}`;
    const known = this.#plans.get(slot);
    if (known) return known;
    const tracks = await Promise.all(
      file.tracks.map(
        async (rendition): Promise<DownloadTrack> => ({
          init: await this.#initOf(rendition),
          startTicks: rendition.startTicks,
          language: rendition.language,
          segments: rendition.segments,
        }),
      ),
    );
    const plan = planDownload(tracks);
    this.#plans.set(slot, plan);
    return plan;
  }

  async #initOf(rendition: RenditionIndex): Promise<InitTrack> {
    const [track] = parseInitSegment(await this.#segments.get(rendition.initBlob)).tracks;
    if (!track) throw new Error(`The init segment of ${rendition.name} has no track.`);
    return track;
  }
}
