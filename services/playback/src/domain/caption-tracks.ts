import { nameOfLanguage } from './name-of-language.ts';

/** Captions of a video in one language and version, as they are served. */
export interface CaptionTrack {
  language: string;
  version: number;
  /** What players list; unique among those that are not replaced. */
  name: string;
  isDefault: boolean;
  blobKey: string;
  replacedAt: Date | null;
}

/** As long as a playlist that names an older version may be in somebody's hands. */
export const SERVE_REPLACED_MS = 10 * 60_000;

interface Row {
  language: string;
  version: number;
  label: string;
  is_default: boolean;
  blob_key: string;
  replaced_at: Date | null;
}

/** The default first, then by language; each under a name of its own. */
export function captionTracks(rows: readonly Row[]): CaptionTrack[] {
  const names = new Set<string>();
  return rows
    .toSorted((a, b) => Number(b.is_default) - Number(a.is_default) || (a.language < b.language ? -1 : 1))
    .map((row) => {
      const wanted = row.label || nameOfLanguage(row.language);
      const name = row.replaced_at === null && names.has(wanted) ? `${wanted} (${row.language})` : wanted;
      if (row.replaced_at === null) names.add(name);
      return {
        language: row.language,
        version: Number(row.version),
        name,
        isDefault: row.is_default,
        blobKey: row.blob_key,
        replacedAt: row.replaced_at,
      };
    });
}

export function listedTracks(tracks: readonly CaptionTrack[]): CaptionTrack[] {
  return tracks.filter(({ replacedAt }) => replacedAt === null);
}

/** The file of an address that names language and version. */
export function servedTrack(
  tracks: readonly CaptionTrack[],
  wanted: { language: string; version: number; nowMs: number },
): CaptionTrack | undefined {
  return tracks.find(
    ({ language, version, replacedAt }) =>
      language === wanted.language &&
      version === wanted.version &&
      (replacedAt === null || wanted.nowMs - replacedAt.getTime() < SERVE_REPLACED_MS),
  );
}
