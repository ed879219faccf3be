import type { ResolvedLimits } from './limits.ts';
import type { Demuxer } from './probe-result.ts';

/**
 * Everything before and including `-i`: the demuxer is ours, nothing but the file or the pipe is opened, and nothing
 * large is allocated. `input` is a path made by the server, or the bytes on stdin.
 */
export function inputArgs(input: { path: string } | 'stdin', demuxer: Demuxer, limits: ResolvedLimits): string[] {
  const [protocol, url] = input === 'stdin' ? ['pipe', 'pipe:0'] : ['file', `file:${input.path}`];
  return [
    ['-protocol_whitelist', protocol],
    ['-format_whitelist', demuxer],
    ['-max_streams', String(limits.maxStreams)],
    ['-max_pixels', String(limits.maxPixels)],
    ['-f', demuxer],
    ['-i', url],
  ].flat();
}

/** Muxer of every track that our packager reads from a pipe. @param fragments when ffmpeg ends a fragment. */
export function fragmentedMp4Args(fragments: string[]): string[] {
  const flags = [
    'empty_moov',
    'default_base_moof',
    'skip_trailer',
    'negative_cts_offsets',
    'frag_discont',
    ...fragments,
  ];
  return [
    ['-map_metadata', '-1'],
    ['-map_chapters', '-1'],
    ['-fflags', '+bitexact'],
    ['-output_ts_offset', '100'],
    ['-avoid_negative_ts', 'disabled'],
    ['-use_editlist', '0'],
    ['-flush_packets', '1'],
    ['-movflags', flags.map((flag) => `+${flag}`).join('')],
    ['-f', 'mp4'],
  ].flat();
}
