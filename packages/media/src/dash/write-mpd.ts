export type DashTrack = {
  /** Representation id, also usable in URIs. */
  id: string;
  mimeType: 'video/mp4' | 'audio/mp4';
  codecs: string;
  bandwidthBps: number;
  timescale: number;
  width?: number;
  height?: number;
  frameRate?: { num: number; den: number };
  sampleRate?: number;
  channels?: number;
  language?: string;
  /** What players list; of several sounds. */
  label?: string;
  /** Of several sounds, the one that is heard unless another is chosen. */
  isMain?: boolean;
  initUri: string;
  /** With `$Number$`, counting from `startNumber`. */
  mediaTemplate: string;
  startNumber: number;
  /** What the segments' decode times are ahead of `start`; 0 for both kinds of ours. */
  presentationTimeOffset?: number;
  /** In ticks, contiguous: `start` is what the segment's tfdt says. */
  segments: { start: number; duration: number }[];
};

/** A file beside the segments that stands for the whole film. */
export type DashCaptions = {
  uri: string;
  /** BCP 47. */
  language: string;
  label: string;
};

export type DashManifest = {
  ended: boolean;
  durationMs: number;
  tracks: DashTrack[];
  captions?: DashCaptions[];
  /** RFC 3339; both are required while it grows. */
  publishTime?: string;
  availabilityStartTime?: string;
};

/** ISO/IEC 23009-1 manifest with a SegmentTimeline over the same files as the HLS playlists. */
export function writeMpd(mpd: DashManifest): string {
  const duration = `PT${(mpd.durationMs / 1000).toFixed(3)}S`;
  const kind = mpd.ended
    ? `type="static" mediaPresentationDuration="${duration}"`
    : `type="dynamic" minimumUpdatePeriod="PT2S" availabilityStartTime="${escapeXml(mpd.availabilityStartTime ?? '1970-01-01T00:00:00Z')}"` +
      ` publishTime="${escapeXml(mpd.publishTime ?? '1970-01-01T00:00:00Z')}"`;
  const sets = [
    // Players choose among the sets by codec, and within one by rate.
    ...byCodec(mpd.tracks.filter((track) => track.mimeType === 'video/mp4')).map((tracks) =>
      adaptationSet(tracks, 'video'),
    ),
    ...mpd.tracks.filter((track) => track.mimeType === 'audio/mp4').map((track) => adaptationSet([track], 'audio')),
    ...(mpd.captions ?? []).map((track) => captionSet(track)),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" minBufferTime="PT4S" ${kind}>`,
    '<Period id="0" start="PT0S">',
    ...sets.filter((set) => set !== ''),
    '</Period>',
    '</MPD>',
    '',
  ].join('\n');
}

function byCodec(tracks: DashTrack[]): DashTrack[][] {
  return [...Map.groupBy(tracks, ({ codecs }) => codecs.split('.', 1)[0]).values()];
}

function adaptationSet(tracks: DashTrack[], kind: 'video' | 'audio'): string {
  const [first] = tracks;
  if (!first) return '';
  const language = first.language === undefined ? '' : ` lang="${escapeXml(first.language)}"`;
  const aligned = kind === 'video' && sameTimeline(tracks);
  return [
    `<AdaptationSet contentType="${kind}" mimeType="${first.mimeType}"${language} segmentAlignment="${aligned || kind === 'audio'}" startWithSAP="1">`,
    ...(first.label === undefined
      ? []
      : [
          `<Label>${escapeXml(first.label)}</Label>`,
          `<Role schemeIdUri="urn:mpeg:dash:role:2011" value="${first.isMain ? 'main' : 'alternate'}"/>`,
        ]),
    ...tracks.map(representation),
    '</AdaptationSet>',
  ].join('\n');
}

/** Required by the schema; text is so little that nobody chooses by it. */
const CAPTIONS_BPS = 256;

function captionSet({ uri, language, label }: DashCaptions): string {
  return [
    `<AdaptationSet contentType="text" mimeType="text/vtt" lang="${escapeXml(language)}">`,
    `<Label>${escapeXml(label)}</Label>`,
    '<Role schemeIdUri="urn:mpeg:dash:role:2011" value="subtitle"/>',
    `<Representation id="captions-${escapeXml(language)}" bandwidth="${CAPTIONS_BPS}">`,
    `<BaseURL>${escapeXml(uri)}</BaseURL>`,
    '</Representation>',
    '</AdaptationSet>',
  ].join('\n');
}

function representation(track: DashTrack): string {
  const attributes = [
    `id="${escapeXml(track.id)}"`,
    `codecs="${escapeXml(track.codecs)}"`,
    `bandwidth="${Math.ceil(track.bandwidthBps)}"`,
    ...(track.width === undefined ? [] : [`width="${track.width}" height="${track.height}"`]),
    ...(track.frameRate === undefined ? [] : [`frameRate="${track.frameRate.num}/${track.frameRate.den}"`]),
    ...(track.sampleRate === undefined ? [] : [`audioSamplingRate="${track.sampleRate}"`]),
  ];
  const channels =
    track.channels === undefined
      ? []
      : [
          `<AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="${track.channels}"/>`,
        ];
  const offset = track.presentationTimeOffset ? ` presentationTimeOffset="${track.presentationTimeOffset}"` : '';
  return [
    `<Representation ${attributes.join(' ')}>`,
    ...channels,
    `<SegmentTemplate timescale="${track.timescale}"${offset} startNumber="${track.startNumber}" initialization="${escapeXml(track.initUri)}" media="${escapeXml(track.mediaTemplate)}">`,
    '<SegmentTimeline>',
    ...timeline(track.segments),
    '</SegmentTimeline>',
    '</SegmentTemplate>',
    '</Representation>',
  ].join('\n');
}

/** Equal durations that follow each other are one `S` with a repeat count. */
function timeline(segments: DashTrack['segments']): string[] {
  const runs: { start: number; duration: number; repeat: number; end: number }[] = [];
  for (const { start, duration } of segments) {
    const last = runs.at(-1);
    if (last && last.duration === duration && last.end === start) {
      last.repeat++;
      last.end += duration;
    } else {
      runs.push({ start, duration, repeat: 0, end: start + duration });
    }
  }
  return runs.map((run) => `<S t="${run.start}" d="${run.duration}"${run.repeat > 0 ? ` r="${run.repeat}"` : ''}/>`);
}

function sameTimeline(tracks: DashTrack[]): boolean {
  const [first, ...others] = tracks.map((track) => timeline(track.segments).join());
  return others.every((other) => other === first);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
