import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codecString } from './codecs.ts';
import { writeMpd } from './dash/write-mpd.ts';
import { parseMediaPlaylist, parseMultivariantPlaylist } from './hls/parse-playlist.ts';
import { writeCaptionPlaylist, writeMediaPlaylist, writeMultivariantPlaylist } from './hls/write-playlist.ts';
import { writeBox } from './mp4/write-box.ts';
import { storyboardGrid, writeStoryboardVtt } from './storyboard.ts';

const media = {
  mapUri: 'init.mp4',
  segments: [
    { uri: '0.m4s', durationSeconds: 4.004 },
    { uri: '1.m4s', durationSeconds: 2 },
  ],
  ended: false,
  targetDurationSeconds: 4,
};

test('a media playlist is read back as it was written, growing and ended', () => {
  assert.deepEqual(parseMediaPlaylist(writeMediaPlaylist(media)), { ok: true, value: { ...media, type: 'EVENT' } });
  const ended = { ...media, ended: true };
  assert.deepEqual(parseMediaPlaylist(writeMediaPlaylist(ended)), { ok: true, value: { ...ended, type: 'VOD' } });
});

test('a growing playlist only gains lines', () => {
  const shorter = writeMediaPlaylist({ ...media, segments: media.segments.slice(0, 1) });
  assert.ok(writeMediaPlaylist(media).startsWith(shorter));
});

test('a strict reader names what is wrong', () => {
  const text = writeMediaPlaylist({ ...media, ended: true });
  const broken: [string, RegExp][] = [
    [text.replace('#EXTM3U\n', ''), /EXTM3U/],
    [text.replace('#EXT-X-ENDLIST\n', ''), /ENDLIST/],
    [text.replace('DURATION:4', 'DURATION:3'), /longer than the target/],
    [text.replace('#EXTINF:2.000000,\n', ''), /without EXTINF/],
    [text.replace('0.m4s\n', ''), /without its segment/],
    [text.replace('#EXT-X-MAP', '#EXT-X-MUP'), /unknown tag/],
    [`${text}2.m4s\n`, /follows/],
  ];
  for (const [input, expected] of broken) {
    const result = parseMediaPlaylist(input);
    assert.ok(!result.ok && result.problems.some((problem) => expected.test(problem.message)), String(expected));
  }
  fc.assert(fc.property(fc.string(), (input) => !parseMediaPlaylist(input).ok && !parseMultivariantPlaylist(input).ok));
});

test('a multivariant playlist is read back, and cannot be broken out of by a name', () => {
  const playlist = {
    variants: [
      {
        uri: '720p/index.m3u8',
        name: '720p',
        picture: { width: 1280, height: 720, frameRate: 29.97 },
        codecs: 'avc1.64001f,mp4a.40.2',
        bandwidthBps: 3_000_000,
        averageBandwidthBps: 2_000_000,
        audioGroup: 'audio',
      },
      {
        uri: 'audio/index.m3u8',
        name: 'audio',
        codecs: 'mp4a.40.2',
        bandwidthBps: 130_000,
        averageBandwidthBps: 128_000,
        audioGroup: 'audio',
      },
    ],
    audio: [
      { groupId: 'audio', name: 'English', uri: 'audio/index.m3u8', language: 'eng', isDefault: true, channels: 2 },
    ],
  };
  assert.deepEqual(parseMultivariantPlaylist(writeMultivariantPlaylist(playlist)), { ok: true, value: playlist });
  const [audio] = playlist.audio;
  const hostile = writeMultivariantPlaylist({
    ...playlist,
    audio: audio ? [{ ...audio, name: 'x"\n#EXT-X-ENDLIST' }] : [],
  });
  const parsed = parseMultivariantPlaylist(hostile);
  assert.ok(parsed.ok);
  assert.equal(parsed.value.audio[0]?.name, 'x’ #EXT-X-ENDLIST');
});

test('captions are listed once by name, one of them as the default, and cannot break out of a manifest', () => {
  const variant = {
    uri: '720p/index.m3u8',
    name: '720p',
    picture: { width: 1280, height: 720, frameRate: 25 },
    codecs: 'avc1.64001f',
    bandwidthBps: 3_000_000,
    averageBandwidthBps: 2_000_000,
    subtitlesGroup: 'captions',
  };
  const track = (language: string, isDefault: boolean, name = language) => ({
    groupId: 'captions',
    name,
    uri: `captions/${language}/index.m3u8`,
    language,
    isDefault,
  });
  const playlist = { variants: [variant], audio: [], subtitles: [track('de', true), track('en', false)] };
  assert.deepEqual(parseMultivariantPlaylist(writeMultivariantPlaylist(playlist)), { ok: true, value: playlist });
  const text = writeMultivariantPlaylist(playlist);
  assert.match(text, /TYPE=SUBTITLES,GROUP-ID="captions",NAME="de",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO/);
  for (const subtitles of [[], [track('de', true), track('en', true)], [track('de', true), track('en', false, 'de')]])
    assert.equal(parseMultivariantPlaylist(writeMultivariantPlaylist({ ...playlist, subtitles })).ok, false);
  assert.match(
    writeCaptionPlaylist({ uri: '3.vtt', durationSeconds: 12.2 }),
    /TARGETDURATION:13\n[\s\S]*12\.200000,\n3\.vtt\n#EXT-X-ENDLIST\n$/,
  );
  const captions = [{ uri: 'captions/de/3.vtt', language: 'de', label: 'Mine & <yours>' }];
  const mpd = writeMpd({ ended: true, durationMs: 8000, tracks: [], captions });
  assert.match(mpd, /contentType="text" mimeType="text\/vtt" lang="de">\n<Label>Mine &amp; &lt;yours&gt;<\/Label>/);
  assert.match(mpd, /bandwidth="256">\n<BaseURL>captions\/de\/3\.vtt<\/BaseURL>/);
});

test('an MPD repeats equal durations, escapes, and tells growing from complete', () => {
  const track = {
    id: '720p',
    mimeType: 'video/mp4' as const,
    codecs: 'avc1.64001f',
    bandwidthBps: 1,
    timescale: 90_000,
    width: 1280,
    height: 720,
    initUri: 'a&b/init.mp4',
    mediaTemplate: '$Number$.m4s',
    startNumber: 0,
    segments: [
      { start: 0, duration: 10 },
      { start: 10, duration: 10 },
      { start: 20, duration: 5 },
    ],
  };
  const ended = writeMpd({ ended: true, durationMs: 4_000, tracks: [track] });
  assert.match(ended, /<S t="0" d="10" r="1"\/>\n<S t="20" d="5"\/>/);
  assert.match(ended, /a&amp;b/);
  assert.match(ended, /type="static" mediaPresentationDuration="PT4.000S"/);
  assert.match(writeMpd({ ended: false, durationMs: 0, tracks: [track] }), /type="dynamic"/);
});

test('storyboard cues cover the film without gaps', () => {
  assert.deepEqual(storyboardGrid(7), { columns: 5, rows: 2 });
  const sheet = { uri: 'a.jpg', columns: 2, rows: 1, tileWidth: 160, tileHeight: 90, timesMs: [40, 5_000] };
  const vtt = writeStoryboardVtt([sheet, { ...sheet, uri: 'b.jpg', timesMs: [10_000] }], 3_661_500);
  assert.match(vtt, /00:00:00\.000 --> 00:00:05\.000\na\.jpg#xywh=0,0,160,90/);
  assert.match(vtt, /00:00:05\.000 --> 00:00:10\.000\na\.jpg#xywh=160,0,160,90/);
  assert.match(vtt, /00:00:10\.000 --> 01:01:01\.500\nb\.jpg/);
});

test('codec strings of sample entries', () => {
  const visual = (type: string, config: Uint8Array) => writeBox(type, new Uint8Array(78), config);
  assert.equal(codecString(visual('avc1', writeBox('avcC', [1, 0x64, 0, 0x1f]))), 'avc1.64001f');
  const hvcC = [1, 0x02, 0x20, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 120];
  assert.equal(codecString(visual('hvc1', writeBox('hvcC', hvcC))), 'hvc1.2.4.L120.90');
  const esds = [0, 0, 0, 0, 3, 25, 0, 1, 0, 4, 17, 0x40, 0x15, ...new Uint8Array(11), 5, 2, 0x11, 0x90];
  assert.equal(codecString(writeBox('mp4a', new Uint8Array(28), writeBox('esds', esds))), 'mp4a.40.2');
  assert.throws(() => codecString(visual('avc1', writeBox('free'))), { code: 'malformed' });
});
