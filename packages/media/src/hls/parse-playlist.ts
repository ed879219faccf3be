import type {
  HlsAudio,
  HlsMediaPlaylist,
  HlsMultivariantPlaylist,
  HlsSubtitles,
  HlsVariant,
  PlaylistProblem,
  PlaylistResult,
} from './playlist.ts';

export type ParsedMediaPlaylist = HlsMediaPlaylist & { type: 'EVENT' | 'VOD' };

const MAX_LINES = 200_000;

/** Strict reader of what `writeMediaPlaylist` is to write; every deviation is a problem with its line. Never throws. */
export function parseMediaPlaylist(text: string): PlaylistResult<ParsedMediaPlaylist> {
  const scan = new Scan(text);
  const segments: ParsedMediaPlaylist['segments'] = [];
  const header = new Map<string, string>();
  let duration: number | undefined;
  let ended = false;
  for (const { number, line } of scan.lines) {
    const { tag, value } = splitTag(line);
    if (ended) scan.report(number, 'something follows EXT-X-ENDLIST');
    if (!line.startsWith('#')) {
      if (duration === undefined) scan.report(number, 'a segment without EXTINF');
      else segments.push({ uri: line, durationSeconds: duration });
      duration = undefined;
    } else if (duration !== undefined) {
      scan.report(number, 'EXTINF without its segment');
    } else if (tag === '#EXTINF') {
      duration = /^\d+(\.\d+)?,/.test(value) ? Number.parseFloat(value) : undefined;
      if (duration === undefined) scan.report(number, `EXTINF without a duration: ${value}`);
    } else if (tag === '#EXT-X-ENDLIST') {
      ended = true;
    } else if (headerTags.has(tag)) {
      if (header.has(tag)) scan.report(number, `${tag} twice`);
      if (segments.length > 0) scan.report(number, `${tag} after the first segment`);
      header.set(tag, value);
    } else {
      scan.report(number, `unknown tag ${tag}`);
    }
  }
  const end = scan.lines.length + 1;
  if (duration !== undefined) scan.report(end, 'EXTINF without its segment');
  for (const tag of headerTags) if (!header.has(tag)) scan.report(end, `${tag} is missing`);
  const targetDurationSeconds = scan.integer(end, header.get('#EXT-X-TARGETDURATION'), 'EXT-X-TARGETDURATION');
  segments.forEach(({ uri, durationSeconds }) => {
    // RFC 8216 §4.3.3.1: rounded to the nearest integer.
    if (Math.round(durationSeconds) > targetDurationSeconds)
      scan.report(end, `${uri} is longer than the target duration`);
  });
  const type = header.get('#EXT-X-PLAYLIST-TYPE');
  if (type !== 'EVENT' && type !== 'VOD') scan.report(end, `playlist type ${type}`);
  if ((type === 'VOD') !== ended) scan.report(end, 'VOD and EXT-X-ENDLIST belong together');
  const mapUri = parseAttributes(header.get('#EXT-X-MAP') ?? '').get('URI') ?? '';
  if (mapUri === '') scan.report(end, 'EXT-X-MAP without URI');
  return scan.result({ mapUri, segments, ended, targetDurationSeconds, type: type === 'VOD' ? 'VOD' : 'EVENT' });
}

const headerTags = new Set([
  '#EXT-X-VERSION',
  '#EXT-X-TARGETDURATION',
  '#EXT-X-MEDIA-SEQUENCE',
  '#EXT-X-PLAYLIST-TYPE',
  '#EXT-X-INDEPENDENT-SEGMENTS',
  '#EXT-X-MAP',
]);

/** Strict reader of what `writeMultivariantPlaylist` is to write. Never throws. */
export function parseMultivariantPlaylist(text: string): PlaylistResult<HlsMultivariantPlaylist> {
  const scan = new Scan(text);
  const variants: HlsVariant[] = [];
  const audio: HlsAudio[] = [];
  const subtitles: HlsSubtitles[] = [];
  let open: Omit<HlsVariant, 'uri'> | undefined;
  for (const { number, line } of scan.lines) {
    const { tag, value } = splitTag(line);
    if (!line.startsWith('#')) {
      if (open) variants.push({ ...open, uri: line });
      else scan.report(number, 'a variant without EXT-X-STREAM-INF');
      open = undefined;
    } else if (open) {
      scan.report(number, 'EXT-X-STREAM-INF without its address');
    } else if (tag === '#EXT-X-STREAM-INF') {
      open = readVariant(scan, number, parseAttributes(value));
    } else if (tag === '#EXT-X-MEDIA') {
      const attributes = parseAttributes(value);
      if (attributes.get('TYPE') === 'SUBTITLES') subtitles.push(readSubtitles(scan, number, attributes));
      else audio.push(readAudio(scan, number, attributes));
    } else if (tag !== '#EXT-X-VERSION' && tag !== '#EXT-X-INDEPENDENT-SEGMENTS') {
      scan.report(number, `unknown tag ${tag}`);
    }
  }
  const end = scan.lines.length + 1;
  if (open) scan.report(end, 'EXT-X-STREAM-INF without its address');
  if (variants.length === 0) scan.report(end, 'no variants');
  for (const variant of variants) {
    const group = variant.audioGroup;
    if (group !== undefined && !audio.some((each) => each.groupId === group)) {
      scan.report(end, `variant ${variant.name} names an audio group that does not exist: ${group}`);
    }
    const captions = variant.subtitlesGroup;
    if (captions !== undefined && !subtitles.some((each) => each.groupId === captions)) {
      scan.report(end, `variant ${variant.name} names a subtitles group that does not exist: ${captions}`);
    }
  }
  if (new Set(subtitles.map(({ name }) => name)).size < subtitles.length) scan.report(end, 'two subtitles of one name');
  if (subtitles.filter(({ isDefault }) => isDefault).length > 1) scan.report(end, 'two subtitles are the default');
  return scan.result({ variants, audio, ...(subtitles.length > 0 ? { subtitles } : {}) });
}

function readVariant(scan: Scan, line: number, attributes: Map<string, string>): Omit<HlsVariant, 'uri'> {
  const codecs = attributes.get('CODECS') ?? '';
  if (codecs === '') scan.report(line, 'CODECS is missing');
  const picture = readPicture(scan, line, attributes);
  const soundAlone = /^mp4a\.[^,]+$/.test(codecs);
  if (!picture && !soundAlone) scan.report(line, 'RESOLUTION and FRAME-RATE are missing');
  const audioGroup = attributes.get('AUDIO');
  const subtitlesGroup = attributes.get('SUBTITLES');
  return {
    name: attributes.get('NAME') ?? '',
    ...(picture ? { picture } : {}),
    codecs,
    bandwidthBps: scan.integer(line, attributes.get('BANDWIDTH'), 'BANDWIDTH'),
    averageBandwidthBps: scan.integer(line, attributes.get('AVERAGE-BANDWIDTH'), 'AVERAGE-BANDWIDTH'),
    ...(audioGroup === undefined ? {} : { audioGroup }),
    ...(subtitlesGroup === undefined ? {} : { subtitlesGroup }),
  };
}

function readPicture(scan: Scan, line: number, attributes: Map<string, string>): HlsVariant['picture'] {
  if (!attributes.has('RESOLUTION') && !attributes.has('FRAME-RATE')) return undefined;
  const [, width, height] = /^(\d+)x(\d+)$/.exec(attributes.get('RESOLUTION') ?? '') ?? [];
  if (width === undefined) scan.report(line, 'RESOLUTION is missing or malformed');
  const frameRate = Number(attributes.get('FRAME-RATE'));
  if (!(frameRate > 0)) scan.report(line, 'FRAME-RATE is missing or malformed');
  return { width: Number(width), height: Number(height), frameRate };
}

function readAudio(scan: Scan, line: number, attributes: Map<string, string>): HlsAudio {
  for (const name of ['GROUP-ID', 'NAME', 'URI']) {
    if (!attributes.get(name)) scan.report(line, `${name} is missing`);
  }
  if (attributes.get('TYPE') !== 'AUDIO') scan.report(line, `media of type ${attributes.get('TYPE')}`);
  const language = attributes.get('LANGUAGE');
  return {
    groupId: attributes.get('GROUP-ID') ?? '',
    name: attributes.get('NAME') ?? '',
    uri: attributes.get('URI') ?? '',
    isDefault: attributes.get('DEFAULT') === 'YES',
    channels: scan.integer(line, attributes.get('CHANNELS'), 'CHANNELS'),
    ...(language === undefined ? {} : { language }),
  };
}

/** RFC 8216 §4.3.4.1: FORCED and AUTOSELECT are as ours are written. */
function readSubtitles(scan: Scan, line: number, attributes: Map<string, string>): HlsSubtitles {
  for (const name of ['GROUP-ID', 'NAME', 'URI', 'LANGUAGE']) {
    if (!attributes.get(name)) scan.report(line, `${name} is missing`);
  }
  if (attributes.get('AUTOSELECT') !== 'YES') scan.report(line, 'AUTOSELECT is not YES');
  return {
    groupId: attributes.get('GROUP-ID') ?? '',
    name: attributes.get('NAME') ?? '',
    uri: attributes.get('URI') ?? '',
    language: attributes.get('LANGUAGE') ?? '',
    isDefault: attributes.get('DEFAULT') === 'YES',
  };
}

class Scan {
  readonly lines: { number: number; line: string }[];
  readonly #problems: PlaylistProblem[] = [];

  constructor(text: string) {
    const all = text.split('\n', MAX_LINES + 1);
    if (all.length > MAX_LINES) this.report(MAX_LINES, 'too many lines');
    if (all[0] !== '#EXTM3U') this.report(1, 'does not begin with #EXTM3U');
    if (!text.endsWith('\n')) this.report(all.length, 'the last line has no end');
    this.lines = all
      .map((line, index) => ({ number: index + 1, line }))
      .filter(({ number, line }) => number > 1 && line !== '');
  }

  report(line: number, message: string): void {
    if (this.#problems.length < 100) this.#problems.push({ line, message });
  }

  integer(line: number, value: string | undefined, name: string): number {
    if (value === undefined || !/^\d{1,15}$/.test(value)) this.report(line, `${name} is missing or not an integer`);
    return Number.parseInt(value ?? '0', 10);
  }

  result<T>(value: T): PlaylistResult<T> {
    return this.#problems.length === 0 ? { ok: true, value } : { ok: false, problems: this.#problems };
  }
}

function splitTag(line: string): { tag: string; value: string } {
  const colon = line.indexOf(':');
  return colon < 0 ? { tag: line, value: '' } : { tag: line.slice(0, colon), value: line.slice(colon + 1) };
}

/** RFC 8216 §4.2: `NAME=value`, values quoted or not. Names are looked for where one can begin, and nowhere else. */
function parseAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const match of text.matchAll(/(?<=^|,)([A-Z0-9-]+)=(?:"([^"]*)"|([^",]*))(?:,|$)/g)) {
    attributes.set(match[1] ?? '', match[2] ?? match[3] ?? '');
  }
  return attributes;
}
