import type { EditionIndex, RenditionIndex } from '../domain/edition-index.ts';
import { dashManifest, mediaPlaylist, multivariantPlaylist, storyboardVtt } from './manifests.ts';

/** A file of an edition: text that is written from the index, or a blob. */
export type MediaFile =
  | { kind: 'text'; type: string; body: string; growing: boolean }
  | { kind: 'blob'; type: string; key: string };

const HLS = 'application/vnd.apple.mpegurl';

/** Undefined: there is no such file in the edition, or not yet. */
export function findFile(edition: EditionIndex, path: string): MediaFile | undefined {
  const growing = !edition.finished;
  switch (path) {
    case 'master.m3u8':
      return { kind: 'text', type: HLS, body: multivariantPlaylist(edition), growing };
    case 'manifest.mpd':
      return { kind: 'text', type: 'application/dash+xml', body: dashManifest(edition), growing };
    case 'storyboard.vtt':
      return { kind: 'text', type: 'text/vtt; charset=utf-8', body: storyboardVtt(edition), growing };
    case 'poster.jpg':
      return edition.posterBlob ? { kind: 'blob', type: 'image/jpeg', key: edition.posterBlob } : undefined;
  }
  const [folder = '', name = '', ...more] = path.split('/');
  if (more.length > 0) return undefined;
  if (folder === 'storyboard') {
    const sheet = /^\d{1,6}\.jpg$/.test(name) ? edition.sheets[Number.parseInt(name, 10)] : undefined;
    return sheet && { kind: 'blob', type: 'image/jpeg', key: sheet.blobKey };
  }
  const rendition = folder === 'audio' ? edition.audio : edition.video.find((entry) => entry.name === folder);
  return rendition && findInRendition(rendition, name);
}

function findInRendition(rendition: RenditionIndex, name: string): MediaFile | undefined {
  const type = rendition.audio ? 'audio/mp4' : 'video/mp4';
  if (name === 'index.m3u8')
    return { kind: 'text', type: HLS, body: mediaPlaylist(rendition), growing: !rendition.complete };
  if (name === 'init.mp4') return { kind: 'blob', type, key: rendition.initBlob };
  const segment = /^\d{1,7}\.m4s$/.test(name) ? rendition.segments[Number.parseInt(name, 10)] : undefined;
  return segment && { kind: 'blob', type, key: segment.blobKey };
}
