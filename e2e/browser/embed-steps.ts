import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';

// What code has that runs in the page around; all other code is Node's.
interface Player {
  pause(): Promise<void>;
  seek(seconds: number): Promise<void>;
  currentTime(): Promise<number>;
  volume(value: number): Promise<number>;
  playbackRate(value: number): Promise<number>;
  on(name: string, listener: (data: { code: string }) => void): () => void;
}
declare const player: Player;
declare const Kinora: { Player: new (target: unknown, options: { video: string }) => Player };
declare const document: { body: unknown };
interface FileVideo {
  duration: number;
  currentTime: number;
  videoHeight: number;
  addEventListener(name: string, listener: (value: unknown) => void, options: { once: boolean }): void;
}

const GUIDE = new URL('../../docs/guide/embedding.md', import.meta.url);

/** The examples of the guide as they are printed there, for this server and video. */
export async function examplesOf(site: string, videoId: string): Promise<string[]> {
  const text = await readFile(GUIDE, 'utf8');
  return [...text.matchAll(/```html\n([\s\S]*?)```/g)].map(([, html = '']) =>
    html.replaceAll('https://video.example', site).replaceAll('VIDEO_ID', videoId),
  );
}

export interface OtherSite extends AsyncDisposable {
  /** Of another origin, and another site, than the servers of tests on 127.0.0.1. */
  url: string;
}

/** Somebody else's page. */
export async function serveElsewhere(html: string): Promise<OtherSite> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Drives the guide's player from the page around it: time, volume, rate, and what is said of a video that is not there. */
export function driveFromAround(page: Page, missing: string): Promise<unknown[]> {
  return page.evaluate(async (video) => {
    await player.pause();
    await player.seek(9);
    const none = new Kinora.Player(document.body, { video });
    const failure = await new Promise((resolve) => none.on('error', ({ code }) => resolve(code)));
    return [await player.currentTime(), await player.volume(0.5), await player.playbackRate(2), failure];
  }, missing);
}

/** Seeks on and back in a file; its length, place and height then. */
export function seekFile(video: Locator): Promise<number[]> {
  return video.evaluate(async (element: FileVideo) => {
    for (const at of [11, 3]) {
      element.currentTime = at;
      await new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }));
    }
    return [Math.round(element.duration * 10) / 10, element.currentTime, element.videoHeight];
  });
}
