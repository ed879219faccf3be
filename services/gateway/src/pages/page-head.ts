import type { FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';
import { escapeHtml, feedPath, frameWithin, originOf, videoPageOf } from './addresses.ts';
import type { Instance } from './instance.ts';

export interface PageHead {
  status: number;
  /** For the `<head>`: what link previews read without running script. */
  head: string;
  /** Everybody may see what it shows, and it is asked for without more than its address. */
  open: boolean;
  /** The page has another address now. */
  movedTo?: string;
}

interface Moved {
  movedTo: string;
}

interface Tags {
  title: string;
  description: string;
  path: string;
  type: string;
  image?: string | undefined;
  /** What others may show in a frame. */
  player?: { path: string; width: number; height: number };
  /** Of what this page lists, below our origin. */
  feed?: string;
  extra?: [string, string][];
  /** What it shows is not for everybody: it may open with a password, or with an account. */
  closed?: boolean;
  /** Not for people under 18: filters of families and schools look for this. */
  mature?: boolean;
}

/** Title and Open Graph data of the pages that people come to from a link. A service that is away costs the preview only. */
export async function headFor(context: GatewayContext, request: FastifyRequest): Promise<PageHead> {
  const path = (request.url.split('?')[0] ?? '/').replace(/\/+$/, '') || '/';
  const origin = originOf(context, request);
  const instance = await context.instance.get();
  const bare = `${looks(instance)}\n<title>${escapeHtml(instance.name)}</title>`;
  try {
    const tags = await tagsFor(context, instance, path);
    if (tags === 'missing') return { status: 404, head: bare, open: false };
    if ('movedTo' in tags) return { status: 302, head: '', open: false, movedTo: tags.movedTo };
    return { status: 200, head: `${looks(instance)}\n${render(instance, origin, tags)}`, open: !tags.closed };
  } catch (error) {
    context.log.warn({ err: error, path }, 'a page is sent without its preview');
    return { status: 200, head: bare, open: false };
  }
}

/** For the page itself: it is called and coloured like its site from its first paint on. */
function looks(instance: Instance): string {
  return `<meta name="kinora-instance" content="${escapeHtml(JSON.stringify(instance))}">`;
}

async function tagsFor(context: GatewayContext, { name }: Instance, path: string): Promise<Tags | Moved | 'missing'> {
  const shown = videoPageOf(path);
  if (shown) {
    const { page } = await context.videos.getPage({ videoId: shown.videoId });
    // A private video is there for its owner: the page itself finds out.
    if (!page) return { title: name, description: '', path, type: 'website', closed: true };
    // The page with the video alone stands for the one with everything.
    const watchPath = `/watch/${shown.videoId}`;
    return {
      title: page.title,
      description: page.description.slice(0, 300) || page.channelName,
      path: watchPath,
      type: 'video.other',
      image: page.posterPath || undefined,
      mature: page.mature,
      player: { path: `/embed/${shown.videoId}`, ...frameWithin(page) },
      extra: [
        // Not known of a film that arrives and says it only at its end.
        ...(page.durationMs > 0n
          ? ([['video:duration', String(Math.round(Number(page.durationMs) / 1000))]] as [string, string][])
          : []),
        ...(page.publishedAt ? ([['video:release_date', page.publishedAt]] as [string, string][]) : []),
      ],
    };
  }
  const channel = /^\/@([^/]{1,64})(\/.*)?$/.exec(decodeURIComponent(path));
  if (channel?.[1]) {
    const { channel: found } = await context.channels.getChannelByHandle({ handle: channel[1] });
    if (!found) return 'missing';
    if (folded(found.handle) !== folded(channel[1])) {
      return { movedTo: `/@${encodeURIComponent(found.handle)}${encodeURI(channel[2] ?? '')}` };
    }
    return {
      title: found.name,
      description: `@${found.handle}`,
      path,
      type: 'profile',
      image: found.avatarPath || undefined,
      feed: feedPath({ channel: `@${found.handle}` }),
    };
  }
  const tag = /^\/tag\/([^/]{1,200})$/.exec(path)?.[1];
  if (tag) {
    const name = decodeURIComponent(tag);
    return { title: `#${name}`, description: '', path, type: 'website', feed: feedPath({ tag: name }) };
  }
  return { title: name, description: '', path, type: 'website', ...(path === '/' && { feed: feedPath({}) }) };
}

/** Handles that differ in nothing else are the same. */
const folded = (handle: string) => handle.normalize('NFKC').toLowerCase();

function render({ name }: Instance, origin: string, tags: Tags): string {
  const title = tags.title === name ? name : `${tags.title} · ${name}`;
  const image = tags.image ? new URL(tags.image, origin).href : undefined;
  const properties: [string, string][] = [
    ['og:site_name', name],
    ['og:type', tags.type],
    ['og:title', tags.title],
    ['og:url', new URL(tags.path, origin).href],
    ...(tags.description ? ([['og:description', tags.description]] as [string, string][]) : []),
    ...(image ? ([['og:image', image]] as [string, string][]) : []),
    ...(tags.player ? playerProperties(tags.player, origin) : []),
    ...(tags.extra ?? []),
  ];
  const names: [string, string][] = [
    ['twitter:card', tags.player ? 'player' : image ? 'summary_large_image' : 'summary'],
    ['twitter:title', tags.title],
    ...(tags.description ? ([['twitter:description', tags.description]] as [string, string][]) : []),
    ...(image ? ([['twitter:image', image]] as [string, string][]) : []),
    ...(tags.player
      ? ([
          ['twitter:player', new URL(tags.player.path, origin).href],
          ['twitter:player:width', `${tags.player.width}`],
          ['twitter:player:height', `${tags.player.height}`],
        ] as [string, string][])
      : []),
  ];
  const page = new URL(tags.path, origin).href;
  return [
    `<title>${escapeHtml(title)}</title>`,
    ...(tags.description ? [`<meta name="description" content="${escapeHtml(tags.description)}">`] : []),
    ...properties.map(([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}">`),
    // https://www.rtalabel.org
    ...(tags.mature ? ['<meta name="rating" content="RTA-5042-1996-1400-1577-RTA">'] : []),
    ...names.map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`),
    // The largest picture of the page, while its script is read.
    ...(tags.player && tags.image
      ? [`<link rel="preload" as="image" fetchpriority="high" href="${escapeHtml(tags.image)}">`]
      : []),
    `<link rel="canonical" href="${escapeHtml(page)}">`,
    ...(tags.player ? [discoveryLink(origin, page, tags.title)] : []),
    ...(tags.feed ? [feedLink(new URL(tags.feed, origin).href, tags.title)] : []),
  ].join('\n');
}

function playerProperties(player: NonNullable<Tags['player']>, origin: string): [string, string][] {
  const url = new URL(player.path, origin).href;
  return [
    ['og:video', url],
    ...(url.startsWith('https:') ? ([['og:video:secure_url', url]] as [string, string][]) : []),
    ['og:video:type', 'text/html'],
    ['og:video:width', `${player.width}`],
    ['og:video:height', `${player.height}`],
  ];
}

function feedLink(href: string, title: string): string {
  return `<link rel="alternate" type="application/rss+xml" href="${escapeHtml(href)}" title="${escapeHtml(title)}">`;
}

function discoveryLink(origin: string, page: string, title: string): string {
  const href = `${origin}/api/v1/oembed?${new URLSearchParams({ url: page, format: 'json' })}`;
  return `<link rel="alternate" type="application/json+oembed" href="${escapeHtml(href)}" title="${escapeHtml(title)}">`;
}
