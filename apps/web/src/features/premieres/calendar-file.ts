import type { VideoCard } from '@kinora/sdk';

const LONGEST_LINE = 74;

/** An event in a calendar: RFC 5545. `now` and times in milliseconds since 1970; a film of unknown length takes an hour. */
export function calendarFile(
  video: Pick<VideoCard, 'id' | 'title' | 'durationMs'>,
  { startsAt, url, now }: { startsAt: number; url: string; now: number },
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kinora//EN',
    'BEGIN:VEVENT',
    `UID:${video.id}@${new URL(url).hostname}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(startsAt)}`,
    `DTEND:${stamp(startsAt + (video.durationMs ?? 3_600_000))}`,
    `SUMMARY:${escapeText(video.title)}`,
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** A title that holds line breaks or semicolons adds nothing to the event. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll(/\r\n|[\r\n\u2028\u2029]/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** Lines have at most 75 bytes; further ones begin with a space. */
function fold(line: string): string {
  const parts = [''];
  let bytes = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (bytes + size > LONGEST_LINE) {
      parts.push('');
      bytes = 0;
    }
    parts[parts.length - 1] += letter;
    bytes += size;
  }
  return parts.join('\r\n ');
}
