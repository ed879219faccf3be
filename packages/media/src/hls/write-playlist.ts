import type { HlsMediaPlaylist, HlsMultivariantPlaylist } from './playlist.ts';

/** RFC 8216 media playlist of fragmented MP4: EVENT while it grows, VOD with ENDLIST when complete. */
export function writeMediaPlaylist(playlist: HlsMediaPlaylist): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${playlist.targetDurationSeconds}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${playlist.ended ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI=${quoted(playlist.mapUri)}`,
  ];
  for (const segment of playlist.segments) {
    lines.push(`#EXTINF:${exactSeconds(segment.durationSeconds)},`, plainUri(segment.uri));
  }
  if (playlist.ended) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

/** RFC 8216 §3.5: a WebVTT file that stands for the whole film, as one segment. */
export function writeCaptionPlaylist(captions: { uri: string; durationSeconds: number }): string {
  return `${[
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetDurationSeconds(Math.ceil(captions.durationSeconds))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXTINF:${exactSeconds(captions.durationSeconds)},`,
    plainUri(captions.uri),
    '#EXT-X-ENDLIST',
  ].join('\n')}\n`;
}

/** RFC 8216 §4.3.4. Variants are written in the order given: the first is where players without measurements start. */
export function writeMultivariantPlaylist(playlist: HlsMultivariantPlaylist): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const audio of playlist.audio) {
    const language = audio.language === undefined ? '' : `,LANGUAGE=${quoted(audio.language)}`;
    lines.push(
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=${quoted(audio.groupId)},NAME=${quoted(audio.name)}${language}` +
        `,DEFAULT=${audio.isDefault ? 'YES' : 'NO'},AUTOSELECT=YES,CHANNELS="${audio.channels}",URI=${quoted(audio.uri)}`,
    );
  }
  for (const track of playlist.subtitles ?? []) {
    lines.push(
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=${quoted(track.groupId)},NAME=${quoted(track.name)}` +
        `,LANGUAGE=${quoted(track.language)},DEFAULT=${track.isDefault ? 'YES' : 'NO'},AUTOSELECT=YES,FORCED=NO,URI=${quoted(track.uri)}`,
    );
  }
  for (const variant of playlist.variants) {
    const attributes = [
      `BANDWIDTH=${Math.ceil(variant.bandwidthBps)}`,
      `AVERAGE-BANDWIDTH=${Math.ceil(variant.averageBandwidthBps)}`,
      `CODECS=${quoted(variant.codecs)}`,
      ...(variant.picture
        ? [
            `RESOLUTION=${variant.picture.width}x${variant.picture.height}`,
            `FRAME-RATE=${variant.picture.frameRate.toFixed(3)}`,
          ]
        : []),
      `NAME=${quoted(variant.name)}`,
      ...(variant.audioGroup === undefined ? [] : [`AUDIO=${quoted(variant.audioGroup)}`]),
      ...(variant.subtitlesGroup === undefined ? [] : [`SUBTITLES=${quoted(variant.subtitlesGroup)}`]),
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, plainUri(variant.uri));
  }
  return `${lines.join('\n')}\n`;
}

/** Target duration that a growing playlist may state from the start and keep. */
export function targetDurationSeconds(longestSegmentSeconds: number): number {
  return Math.max(1, Math.round(longestSegmentSeconds));
}

/** Enough digits that 1/90000 s is not lost when thousands are added up. */
function exactSeconds(seconds: number): string {
  return seconds.toFixed(6);
}

/** RFC 8216 §4.2: a quoted string holds neither quotes nor line ends; titles given by people may. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '’').replaceAll(/[\r\n]+/g, ' ')}"`;
}

function plainUri(uri: string): string {
  if (uri === '' || uri.startsWith('#') || /[\r\n]/.test(uri)) throw new RangeError(`not a playlist URI: ${uri}`);
  return uri;
}
