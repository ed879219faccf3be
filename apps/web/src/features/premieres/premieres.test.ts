import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarFile } from './calendar-file.ts';

const AT = { startsAt: Date.UTC(2026, 4, 1, 20), url: 'https://films.example/watch/v1', now: Date.UTC(2026, 3, 1) };

test('an event of a calendar has the time, the length and the address of a premiere', () => {
  const text = calendarFile({ id: 'v1', title: 'A film', durationMs: 90 * 60_000 }, AT);
  for (const line of [
    'UID:v1@films.example',
    'DTSTAMP:20260401T000000Z',
    'DTSTART:20260501T200000Z',
    'DTEND:20260501T213000Z',
    'SUMMARY:A film',
    'URL:https://films.example/watch/v1',
  ])
    assert.ok(text.includes(`\r\n${line}\r\n`), line);
});

test('a title adds nothing to it but its own line, and long ones are folded at whole letters', () => {
  const title = `${'é日'.repeat(40)}; a, b\\\r\nEND:VEVENT\u0007`;
  const text = calendarFile({ id: 'v1', title, durationMs: null }, AT);
  assert.equal(text.match(/^END:VEVENT/gm)?.length, 1);
  const unfolded = text.replaceAll('\r\n ', '');
  assert.ok(unfolded.includes(`SUMMARY:${'é日'.repeat(40)}\\; a\\, b\\\\\\nEND:VEVENT\r\n`));
  for (const line of text.split('\r\n')) assert.ok(new TextEncoder().encode(line).length <= 75);
});
