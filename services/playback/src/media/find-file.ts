import type { KeptRanges } from '@kinora/media';
import { type CaptionTrack, listedTracks, servedTrack } from '../domain/caption-tracks.ts';
import { type EditionIndex, playableSounds, type RenditionIndex } from '../domain/edition-index.ts';
import type { KeyLease } from './key-leases.ts';
import {
  captionPlaylist,
  dashManifest,
  mediaPlaylist,
  multivariantPlaylist,
  soundsPlaylist,
  storyboardVtt,
} from './manifests.ts';

/** A file of an edition or its captions: text that is written from the index, or a blob. */
export type MediaFile =
  | {
      kind: 'text';
      type: string;
      body: string /** It may say more, or something else, when it is asked for again. */;
      mayChange: boolean;
    }
  | { kind: 'blob'; type: string; key: string }
  /** A blob of captions of the whole film, as they are shown with parts of it. */
  | { kind: 'captions'; type: string; key: string; kept: KeptRanges };

const VTT = 'text/vtt; charset=utf-8';
const HLS = 'application/vnd.apple.mpegurl';

/** Undefined: there is no such file in the edition, or not yet. */
export function findFile(
  { edition, captions, thumbnail }: Pick<KeyLease, 'edition' | 'captions' | 'thumbnail'>,
  path: string,
): MediaFile | undefined {
  switch (path) {
    case 'master.m3u8':
      return { kind: 'text', type: HLS, body: multivariantPlaylist(edition, captions), mayChange: true };
    case 'audio.m3u8':
      if (playableSounds(edition).length === 0) return undefined;
      return { kind: 'text', type: HLS, body: soundsPlaylist(edition, captions), mayChange: true };
    case 'manifest.mpd':
      return { kind: 'text', type: 'application/dash+xml', body: dashManifest(edition, captions), mayChange: true };
    case 'storyboard.vtt':
      return { kind: 'text', type: VTT, body: storyboardVtt(edition), mayChange: !edition.finished };
    case 'poster.jpg':
      return edition.posterBlob ? { kind: 'blob', type: 'image/jpeg', key: edition.posterBlob } : undefined;
  }
  const [folder = '', name = '', ...more] = path.split('/');
  if (folder === 'thumbnail') return findThumbnail(thumbnail, [name, ...more]);
  if (folder === 'captions') return findCaptions(edition, captions, [name, ...more]);
  if (more.length > 0) return undefined;
  if (folder === 'storyboard') {
    const sheet = /^\d{1,6}\.jpg$/.test(name) ? edition.sheets[Number.parseInt(name, 10)] : undefined;
    return sheet && { kind: 'blob', type: 'image/jpeg', key: sheet.blobKey };
  }
  const rendition = [...edition.video, ...edition.audio].find((entry) => entry.name === folder);
  return rendition && findInRendition(rendition, name);
}

/** `{version}.jpg`; who asks for one that was replaced gets the present one. */
function findThumbnail(thumbnail: KeyLease['thumbnail'], [name = '', ...more]: string[]): MediaFile | undefined {
  const [, version] = /^([1-9]\d{0,14})\.jpg$/.exec(name) ?? [];
  if (!thumbnail || version === undefined || more.length > 0 || Number(version) > thumbnail.version) return undefined;
  return { kind: 'blob', type: 'image/jpeg', key: thumbnail.blobKey };
}

/** `{language}/index.m3u8`, which changes, and `{language}/{version}.vtt`, which never does. */
function findCaptions(
  edition: EditionIndex,
  captions: readonly CaptionTrack[],
  [language = '', name = '', ...more]: string[],
): MediaFile | undefined {
  if (more.length > 0) return undefined;
  if (name === 'index.m3u8') {
    const track = listedTracks(captions).find((each) => each.language === language);
    return track && { kind: 'text', type: HLS, body: captionPlaylist(edition, track), mayChange: true };
  }
  const [, version] = /^([1-9]\d{0,14})\.vtt$/.exec(name) ?? [];
  if (version === undefined) return undefined;
  const track = servedTrack(captions, { language, version: Number(version), nowMs: Date.now() });
  if (!track) return undefined;
  const blob = { type: VTT, key: track.blobKey };
  return edition.kept ? { kind: 'captions', ...blob, kept: edition.kept } : { kind: 'blob', ...blob };
}

function findInRendition(rendition: RenditionIndex, name: string): MediaFile | undefined {
  const type = rendition.audio ? 'audio/mp4' : 'video/mp4';
  if (name === 'index.m3u8')
    return { kind: 'text', type: HLS, body: mediaPlaylist(rendition), mayChange: !rendition.complete };
  if (name === 'init.mp4') return { kind: 'blob', type, key: rendition.initBlob };
  const segment = /^\d{1,7}\.m4s$/.test(name) ? rendition.segments[Number.parseInt(name, 10)] : undefined;
  return segment && { kind: 'blob', type, key: segment.blobKey };
}
