import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sniffContainer } from './sniff-container.ts';

const bytes = (text: string) => Uint8Array.from(text.padEnd(1024, '\0'), (letter) => letter.charCodeAt(0));
const text = (content: string) => Uint8Array.from(content, (letter) => letter.charCodeAt(0));

const accepted: [string, Uint8Array][] = [
  ['mov', bytes('\0\0\0\x20ftypisom')],
  ['mov', bytes('\0\0\0\x08wide\0\0\0\0mdat')],
  ['matroska', bytes('\x1aE\xdf\xa3')],
  ['avi', bytes('RIFF\0\0\0\0AVI LIST')],
  ['wav', bytes('RIFF\0\0\0\0WAVEfmt ')],
  ['flv', bytes('FLV\x01\x05')],
  ['ogg', bytes('OggS')],
  ['flac', bytes('fLaC')],
  ['mp3', bytes('ID3\x04')],
  ['mp3', bytes('\xff\xfb\x90\x64')],
  ['aac', bytes('\xff\xf1\x50\x80')],
  ['mpeg', bytes('\0\0\x01\xba')],
  ['mpegts', bytes(`G${'x'.repeat(187)}`.repeat(5))],
  ['mpegts', bytes(`0000${`G${'x'.repeat(191)}`.repeat(5)}`)],
];
for (const [demuxer, head] of accepted) {
  test(`${demuxer} is recognised by its bytes (${head.slice(0, 4).join(' ')})`, () => {
    assert.deepEqual(sniffContainer(head), { ok: true, demuxer });
  });
}

const refused: [string, Uint8Array][] = [
  ['playlist_refused', text('#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n')],
  ['playlist_refused', text('\ufeff \n#EXTM3U\nhttp://localhost/\n'.replace('\ufeff', '\xef\xbb\xbf'))],
  ['playlist_refused', text("ffconcat version 1.0\nfile 'concat:a|b'\n")],
  ['playlist_refused', text('<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">')],
  ['playlist_refused', text('v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n')],
  ['image_refused', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///x"/>')],
  ['image_refused', bytes('\x89PNG\r\n')],
  ['image_refused', bytes('\0\0\0\x20ftypheic')],
  ['archive_refused', bytes('PK\x03\x04')],
  ['text_refused', text('<!doctype html><title>film.mp4</title>')],
  ['unknown_container', bytes('\x01\x02\x03\x04')],
  ['empty_file', new Uint8Array(0)],
];
for (const [code, head] of refused) {
  test(`${code}: ${JSON.stringify(String.fromCharCode(...head.slice(0, 16)))}`, () => {
    assert.deepEqual(sniffContainer(head, true), { ok: false, code });
  });
}

test('a head that is too short asks for more', () => {
  assert.deepEqual(sniffContainer(Uint8Array.from([0x47, 1, 2])), { ok: false, code: 'need_more_data' });
});
