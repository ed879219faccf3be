import assert from 'node:assert/strict';
import {
  type HlsMultivariantPlaylist,
  type HlsVariant,
  type ParsedMediaPlaylist,
  type PlaylistResult,
  parseMediaPlaylist,
  parseMultivariantPlaylist,
} from '@kinora/media';

export interface PublishedPlaylist extends ParsedMediaPlaylist {
  url: string;
  init: Uint8Array;
  bodies: Uint8Array[];
}

export interface PublishedHls {
  multivariant: HlsMultivariantPlaylist;
  variants: (HlsVariant & { playlist: PublishedPlaylist })[];
  audio: PublishedPlaylist | undefined;
}

/** Downloads everything that a multivariant playlist leads to; every playlist must parse and every segment be there. */
export async function readPublishedHls(url: string): Promise<PublishedHls> {
  const multivariant = parsed(url, parseMultivariantPlaylist(await text(url)));
  const [audio] = multivariant.audio;
  return {
    multivariant,
    variants: await Promise.all(
      multivariant.variants
        .filter((variant) => variant.picture)
        .map(async (variant) => ({
          ...variant,
          playlist: await readPlaylist(new URL(variant.uri, url).href),
        })),
    ),
    audio: audio ? await readPlaylist(new URL(audio.uri, url).href) : undefined,
  };
}

async function readPlaylist(url: string): Promise<PublishedPlaylist> {
  const playlist = parsed(url, parseMediaPlaylist(await text(url)));
  return {
    ...playlist,
    url,
    init: await bytes(new URL(playlist.mapUri, url).href),
    bodies: await Promise.all(playlist.segments.map((segment) => bytes(new URL(segment.uri, url).href))),
  };
}

function parsed<T>(url: string, result: PlaylistResult<T>): T {
  assert.ok(result.ok, `${url} does not parse: ${result.ok ? '' : JSON.stringify(result.problems)}`);
  return result.value;
}

async function text(url: string): Promise<string> {
  return new TextDecoder().decode(await bytes(url));
}

async function bytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  assert.equal(response.status, 200, `${url} answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
