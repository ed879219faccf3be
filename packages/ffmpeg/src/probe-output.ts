import { MediaFailure } from './media-failure.ts';
import type { Demuxer, ProbedAudio, ProbedChapter, ProbedSubtitle, ProbedVideo, ProbeResult } from './probe-result.ts';

type Fields = Record<string, unknown>;

const MAX_CHAPTERS = 1_000;
/** Codecs whose packets ffmpeg puts into MP4 with their timestamps intact. */
const copyableCodecs = new Set(['h264', 'hevc', 'vp9', 'av1']);
/** AVI has no presentation times, MPEG program streams lose them, Ogg has none of these codecs. */
const copyableDemuxers = new Set<Demuxer>(['mov', 'matroska', 'mpegts', 'flv']);
const textSubtitles = new Set(['mov_text', 'subrip', 'srt', 'ass', 'ssa', 'webvtt', 'text']);

/**
 * Reads ffprobe's JSON; nothing in it is trusted to have the documented type.
 * @param sizeBytes of the file, where ffprobe was given only its beginning.
 */
export function readProbeOutput(text: string, demuxer: Demuxer, sizeBytes?: number): ProbeResult {
  const root = parse(text);
  const format = fields(root.format);
  const streams = list(root.streams);
  const packets = list(root.packets);
  const videoStream = streams.find((stream) => string(stream.codec_type) === 'video' && !isPicture(stream));
  const durationSeconds = positive(format.duration);
  const bitrateBps = positive(format.bit_rate) ?? averageBps(sizeBytes, durationSeconds);
  const cover = streams.find((stream) => string(stream.codec_type) === 'video' && isPicture(stream));
  const video = videoStream && readVideo(videoStream, { packets, demuxer, bitrateBps });
  const ofType = (type: string) => streams.filter((stream) => string(stream.codec_type) === type);
  return {
    demuxer,
    durationMs: durationSeconds === undefined ? undefined : Math.round(durationSeconds * 1000),
    bitrateBps,
    startTimeSeconds: number(format.start_time) ?? 0,
    video,
    ...(cover ? { coverStreamIndex: number(cover.index) } : {}),
    audioTracks: ofType('audio').map(readAudio),
    subtitles: ofType('subtitle').map(readSubtitle),
    chapters: readChapters(list(root.chapters), video?.firstPtsSeconds ?? 0),
  };
}

function readVideo(
  stream: Fields,
  context: { packets: Fields[]; demuxer: Demuxer; bitrateBps: number | undefined },
): ProbedVideo {
  const codec = string(stream.codec_name);
  const pixFmt = string(stream.pix_fmt);
  const fps = frameRate(stream);
  const transfer = optional(stream.color_transfer);
  const timing = firstFrame(stream, context.packets);
  const timestamped = timing.known && copyableDemuxers.has(context.demuxer);
  const [sarWidth = 1, sarHeight = 1] = string(stream.sample_aspect_ratio).split(':').map(Number);
  return {
    streamIndex: number(stream.index) ?? 0,
    codec,
    profile: optional(stream.profile),
    width: number(stream.width) ?? 0,
    height: number(stream.height) ?? 0,
    sar: sarWidth > 0 && sarHeight > 0 ? sarWidth / sarHeight : 1,
    rotation: rotation(stream),
    fpsNum: fps.num,
    fpsDen: fps.den,
    pixFmt,
    bitDepth: number(stream.bits_per_raw_sample) ?? Number(/p(10|12|14|16)/.exec(pixFmt)?.[1] ?? 8),
    bitrateBps: positive(stream.bit_rate) ?? context.bitrateBps,
    colorTransfer: transfer,
    colorPrimaries: optional(stream.color_primaries),
    colorSpace: optional(stream.color_space),
    colorRange: optional(stream.color_range),
    interlaced: /^(tt|bb|tb|bt)$/.test(string(stream.field_order)),
    hdr: transfer === 'smpte2084' || transfer === 'arib-std-b67',
    frames: positive(stream.nb_frames),
    hiddenFrames: timing.hidden,
    firstPtsSeconds: timing.seconds,
    hasFrames: timing.shown,
    copyable: timestamped && copyableCodecs.has(codec),
  };
}

/** Packets flagged D are decoded but not shown: the file's edit list begins after them. */
function firstFrame(stream: Fields, packets: Fields[]) {
  const own = packets.filter((packet) => number(packet.stream_index) === number(stream.index));
  const shown = own.filter((packet) => !string(packet.flags).includes('D'));
  const firstShown = own.findIndex((packet) => !string(packet.flags).includes('D'));
  const hidden = firstShown < 0 ? own.length : own.slice(0, firstShown).length;
  const times = (list: Fields[]) => list.map((packet) => number(packet.pts)).filter((pts) => pts !== undefined);
  const key = shown.find((packet) => string(packet.flags).includes('K'));
  const pts = hidden > 0 ? Math.min(...times(shown)) : number((key ?? shown[0])?.pts);
  const [num = 1, den = 1] = string(stream.time_base).split('/').map(Number);
  const known = pts !== undefined && Number.isFinite(pts);
  const seconds = known ? (pts * num) / den : (number(stream.start_time) ?? 0);
  return { seconds, known, hidden, shown: shown.length > 0 };
}

function averageBps(sizeBytes: number | undefined, seconds: number | undefined): number | undefined {
  return sizeBytes !== undefined && seconds ? Math.floor((sizeBytes * 8) / seconds) : undefined;
}

function frameRate(stream: Fields): { num: number; den: number } {
  for (const value of [stream.avg_frame_rate, stream.r_frame_rate]) {
    const [num = 0, den = 0] = string(value).split('/').map(Number);
    if (num > 0 && den > 0 && num / den <= 1_000 && num < 2 ** 31) return { num, den };
  }
  return { num: 30, den: 1 };
}

function rotation(stream: Fields): number {
  const matrix = list(stream.side_data_list).find((data) => number(data.rotation) !== undefined);
  const counterClockwise = number(matrix?.rotation) ?? 0;
  return (((Math.round(-counterClockwise / 90) * 90) % 360) + 360) % 360;
}

function readAudio(stream: Fields): ProbedAudio {
  return {
    streamIndex: number(stream.index) ?? 0,
    codec: string(stream.codec_name),
    channels: number(stream.channels) ?? 0,
    sampleRate: number(stream.sample_rate) ?? 0,
    isDefault: number(fields(stream.disposition).default) === 1,
    ...tags(stream),
  };
}

function readSubtitle(stream: Fields): ProbedSubtitle {
  const codec = string(stream.codec_name);
  return {
    streamIndex: number(stream.index) ?? 0,
    codec,
    isText: textSubtitles.has(codec),
    isForced: number(fields(stream.disposition).forced) === 1,
    ...tags(stream),
  };
}

function readChapters(chapters: Fields[], zeroSeconds: number): ProbedChapter[] {
  return chapters.slice(0, MAX_CHAPTERS).map((chapter, index) => ({
    startMs: Math.max(0, Math.round(((number(chapter.start_time) ?? 0) - zeroSeconds) * 1000)),
    endMs: Math.max(0, Math.round(((number(chapter.end_time) ?? 0) - zeroSeconds) * 1000)),
    title: string(fields(chapter.tags).title).slice(0, 200) || `Chapter ${index + 1}`,
  }));
}

function tags(stream: Fields) {
  const { language, title } = fields(stream.tags);
  const code = string(language);
  return {
    language: /^[a-z]{2,3}$/.test(code) && code !== 'und' ? code : undefined,
    title: string(title).slice(0, 200) || undefined,
  };
}

/** Cover art and the like. */
function isPicture(stream: Fields): boolean {
  const disposition = fields(stream.disposition);
  return number(disposition.attached_pic) === 1 || number(disposition.timed_thumbnails) === 1;
}

function parse(text: string): Fields {
  try {
    return fields(JSON.parse(text));
  } catch (error) {
    throw new MediaFailure('corrupt', 'ffprobe did not answer in JSON', { cause: error });
  }
}

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const string = (value: unknown): string => (typeof value === 'string' ? value : '');
const optional = (value: unknown): string | undefined => string(value) || undefined;
const number = (value: unknown): number | undefined => {
  const parsed =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
};
const positive = (value: unknown): number | undefined => {
  const parsed = number(value);
  return parsed !== undefined && parsed > 0 ? parsed : undefined;
};
