import {
  AAC_FRAME_SAMPLES,
  type DashTrack,
  type HlsAudio,
  type HlsSubtitles,
  type HlsVariant,
  targetDurationSeconds,
  writeCaptionPlaylist,
  writeMediaPlaylist,
  writeMpd,
  writeMultivariantPlaylist,
  writeStoryboardVtt,
} from '@kinora/media';
import { type CaptionTrack, listedTracks } from '../domain/caption-tracks.ts';
import {
  availableMs,
  durationTicks,
  type EditionIndex,
  isComplete,
  playableRenditions,
  playableSounds,
  type RenditionIndex,
} from '../domain/edition-index.ts';
import { nameSounds } from '../domain/sound-names.ts';

/** A growing playlist states this from the start, so that it need not change: passed-through GOPs may be long. */
const LONGEST_EXPECTED_S = 6;
const AUDIO_GROUP = 'audio';
const CAPTIONS_GROUP = 'captions';

export function multivariantPlaylist(edition: EditionIndex, captions: readonly CaptionTrack[]): string {
  const subtitles = listCaptions(captions);
  const audio = listSounds(edition);
  const { audioBps, codecs: audioCodecs } = measureSounds(edition);
  const variants = playableRenditions(edition).map((rendition): HlsVariant => {
    const { peak, average } = measure(rendition);
    return {
      uri: `${rendition.name}/index.m3u8`,
      name: rendition.name,
      picture: { width: rendition.width, height: rendition.height, frameRate: rendition.frameRate },
      codecs: [rendition.codecs, ...audioCodecs].join(','),
      bandwidthBps: peak + audioBps.peak,
      averageBandwidthBps: average + audioBps.average,
      ...(audio.length > 0 ? { audioGroup: AUDIO_GROUP } : {}),
      ...inGroup(subtitles),
    };
  });
  return writeMultivariantPlaylist({
    variants: [...startInTheMiddle(variants), ...(variants.length > 0 ? soundsAlone(edition, subtitles) : [])],
    audio,
    subtitles,
  });
}

/** The sound without the picture, for those who listen. */
export function soundsPlaylist(edition: EditionIndex, captions: readonly CaptionTrack[]): string {
  const subtitles = listCaptions(captions);
  const variants = soundsAlone(edition, subtitles);
  return writeMultivariantPlaylist({ variants, audio: listSounds(edition), subtitles });
}

function listCaptions(captions: readonly CaptionTrack[]): HlsSubtitles[] {
  return listedTracks(captions).map(({ language, name, isDefault }) => ({
    groupId: CAPTIONS_GROUP,
    name,
    language,
    isDefault,
    uri: `captions/${language}/index.m3u8`,
  }));
}

function inGroup(subtitles: readonly HlsSubtitles[]) {
  return subtitles.length > 0 ? { subtitlesGroup: CAPTIONS_GROUP } : {};
}

function soundsAlone(edition: EditionIndex, subtitles: readonly HlsSubtitles[]): HlsVariant[] {
  const { audioBps, codecs } = measureSounds(edition);
  if (codecs.length === 0) return [];
  return [
    {
      uri: 'audio/index.m3u8',
      name: 'audio',
      codecs: codecs.join(','),
      bandwidthBps: audioBps.peak,
      averageBandwidthBps: audioBps.average,
      audioGroup: AUDIO_GROUP,
      ...inGroup(subtitles),
    },
  ];
}

function listSounds(edition: EditionIndex): HlsAudio[] {
  return nameSounds(playableSounds(edition)).map(({ sound, label, language }, position) => ({
    groupId: AUDIO_GROUP,
    name: label,
    ...(language ? { language } : {}),
    uri: `${sound.name}/index.m3u8`,
    isDefault: position === 0,
    channels: 2,
  }));
}

/** What any of the sounds may take, and their codecs, each once. */
function measureSounds(edition: EditionIndex) {
  const sounds = playableSounds(edition);
  const rates = sounds.map(measure);
  return {
    audioBps: {
      peak: Math.max(0, ...rates.map(({ peak }) => peak)),
      average: Math.max(0, ...rates.map(({ average }) => average)),
    },
    codecs: [...new Set(sounds.map(({ codecs }) => codecs))],
  };
}

/** One segment, as long as the film, or as what there is of it while nobody knows that. */
export function captionPlaylist(edition: EditionIndex, track: CaptionTrack): string {
  const ms = edition.durationMs || Math.max(0, ...playableRenditions(edition).map(availableMs));
  return writeCaptionPlaylist({ uri: `${track.version}.vtt`, durationSeconds: ms / 1000 });
}

/** The first variant is where players without a measurement begin: neither the smallest nor the largest. */
function startInTheMiddle(variants: HlsVariant[]): HlsVariant[] {
  const first = variants.find((variant) => variant.averageBandwidthBps <= 1_800_000) ?? variants.at(-1);
  return first ? [first, ...variants.filter((variant) => variant !== first)] : [];
}

export function mediaPlaylist(rendition: RenditionIndex): string {
  const segments = rendition.segments.map((segment, sequence) => ({
    uri: `${sequence}.m4s`,
    durationSeconds: segment.durationTicks / rendition.timescale,
  }));
  const longest = Math.max(LONGEST_EXPECTED_S, ...segments.map((segment) => segment.durationSeconds));
  return writeMediaPlaylist({
    mapUri: 'init.mp4',
    segments,
    ended: rendition.complete,
    targetDurationSeconds: targetDurationSeconds(longest),
  });
}

export function dashManifest(edition: EditionIndex, captions: readonly CaptionTrack[]): string {
  const sounds = nameSounds(playableSounds(edition));
  return writeMpd({
    ended: isComplete(edition),
    durationMs: edition.durationMs,
    tracks: [
      ...playableRenditions(edition).map(toDashTrack),
      ...sounds.map(({ sound, label, language }, position) => ({
        ...toDashTrack(sound),
        ...(language ? { language } : {}),
        ...(sounds.length > 1 ? { label } : {}),
        isMain: position === 0,
      })),
    ],
    availabilityStartTime: edition.plannedAt.toISOString(),
    captions: listedTracks(captions).map(({ language, name, version }) => ({
      language,
      label: name,
      uri: `captions/${language}/${version}.vtt`,
    })),
    publishTime: edition.plannedAt.toISOString(),
  });
}

function toDashTrack(rendition: RenditionIndex): DashTrack {
  let start = rendition.startTicks;
  const segments = rendition.segments.map((segment) => {
    const entry = { start, duration: segment.durationTicks };
    start += segment.durationTicks;
    return entry;
  });
  const common = {
    id: rendition.name,
    codecs: rendition.codecs,
    bandwidthBps: measure(rendition).peak,
    timescale: rendition.timescale,
    initUri: `${rendition.name}/init.mp4`,
    mediaTemplate: `${rendition.name}/$Number$.m4s`,
    startNumber: 0,
    segments,
  };
  if (rendition.audio) return { ...common, mimeType: 'audio/mp4', sampleRate: 48_000, channels: 2 };
  return {
    ...common,
    mimeType: 'video/mp4',
    width: rendition.width,
    height: rendition.height,
    frameRate: toFraction(rendition.frameRate),
  };
}

function toFraction(rate: number): { num: number; den: number } {
  if (Number.isInteger(rate)) return { num: rate, den: 1 };
  const ntsc = Math.round(rate * 1.001);
  if (Math.abs((ntsc * 1000) / 1001 - rate) < 0.001) return { num: ntsc * 1000, den: 1001 };
  return { num: Math.round(rate * 1000), den: 1000 };
}

export function storyboardVtt(edition: EditionIndex): string {
  return writeStoryboardVtt(
    edition.sheets.map((sheet, position) => ({
      uri: `storyboard/${position}.jpg`,
      columns: sheet.columns,
      rows: sheet.rows,
      tileWidth: sheet.tileWidth,
      tileHeight: sheet.tileHeight,
      timesMs: sheet.tileStartMs,
    })),
    edition.durationMs,
  );
}

/** Bits per second, of the busiest segment and of all of them. */
export function measure(rendition: RenditionIndex): { peak: number; average: number } {
  const shortest = (AAC_FRAME_SAMPLES * 10 * rendition.timescale) / 48_000;
  let bytes = 0;
  let peak = 0;
  for (const { sizeBytes, durationTicks: ticks } of rendition.segments) {
    bytes += sizeBytes;
    // A last segment of a few frames says nothing about the rate.
    if (ticks > shortest) peak = Math.max(peak, (sizeBytes * 8 * rendition.timescale) / ticks);
  }
  const ticks = durationTicks(rendition);
  const average = ticks > 0 ? (bytes * 8 * rendition.timescale) / ticks : rendition.bitrateBps;
  return { peak: Math.round(Math.max(peak, average)), average: Math.round(average) };
}
