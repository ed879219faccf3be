import type { Page } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { escapeHtml } from './addresses.ts';

export interface Feed {
  title: string;
  description: string;
  origin: string;
  /** Below the origin: of the page that lists the same, and of the feed itself. */
  path: string;
  self: string;
  pages: readonly Page[];
}

/** RSS 2.0 (rssboard.org/rss-specification) with Media RSS for what a picture and a length are. */
export function toRss({ title, description, origin, path, self, pages }: Feed): string {
  const newest = pages[0]?.publishedAt;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"' +
      ' xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<channel>',
    element('title', title),
    element('link', new URL(path, origin).href),
    element('description', description),
    `<atom:link rel="self" type="application/rss+xml" href="${escapeXml(new URL(self, origin).href)}"/>`,
    ...(newest ? [element('lastBuildDate', rfc822(newest))] : []),
    ...pages.map((page) => item(page, origin)),
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
}

function item(page: Page, origin: string): string {
  const address = `${origin}/watch/${page.videoId}`;
  const seconds = Math.round(Number(page.durationMs) / 1000);
  return [
    '<item>',
    element('title', page.title),
    element('link', address),
    `<guid isPermaLink="true">${escapeXml(address)}</guid>`,
    ...(page.publishedAt ? [element('pubDate', rfc822(page.publishedAt))] : []),
    element('dc:creator', page.channelName),
    element('description', page.description),
    ...page.tags.map((tag) => element('category', tag)),
    ...(seconds > 0 ? [`<media:content url="${escapeXml(address)}" medium="video" duration="${seconds}"/>`] : []),
    ...(page.posterPath ? [`<media:thumbnail url="${escapeXml(new URL(page.posterPath, origin).href)}"/>`] : []),
    ...(page.mature ? ['<media:rating scheme="urn:simple">adult</media:rating>'] : []),
    '</item>',
  ].join('\n');
}

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

const rfc822 = (time: string) => new Date(time).toUTCString();

/** Characters that XML 1.0 §2.2 has no place for, in no notation, make a feed that no reader opens. */
const NO_XML = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu;

function escapeXml(text: string): string {
  return escapeHtml(text.replace(NO_XML, ''));
}
