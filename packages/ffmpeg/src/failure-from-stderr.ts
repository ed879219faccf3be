import { MediaFailure, type MediaFailureCode } from './media-failure.ts';

const patterns: [RegExp, MediaFailureCode][] = [
  // Before memory: demuxers report a refused track as a failed allocation.
  [/exceeds max_streams/i, 'too_many_streams'],
  [/Cannot allocate memory|out of memory/i, 'out_of_memory'],
  [/Picture size \S+ is invalid|Invalid video size|exceeds specified max pixel count/i, 'picture_too_large'],
  [/encrypted|decryption/i, 'encrypted'],
  [
    /Decoder \(codec .*\) not found|no decoder found|Unknown codec|Unsupported codec|could not find codec/i,
    'unsupported_codec',
  ],
  [/moov atom not found|Invalid data found|EBML header parsing failed|End of file|truncat/i, 'corrupt'],
  [/non monoton|Invalid DTS|Timestamps are unset/i, 'timestamps'],
];

/** ffmpeg only has exit code 1; its words are the best clue there is. `detail` keeps them for the log. */
export function failureFromStderr(stderr: string, exit: string): MediaFailure {
  const code = patterns.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'ffmpeg_failed';
  return new MediaFailure(code, `${exit}: ${stderr.slice(-4_000)}`);
}
