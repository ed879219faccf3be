import type { FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';

export interface PageHead {
  status: number;
  /** For the `<head>`: what link previews read without running script. */
  head: string;
}

interface Tags {
  title: string;
  description: string;
  path: string;
  type: string;
  image?: string | undefined;
  extra?: [string, string][];
}

/** Title and Open Graph data of the pages that people come to from a link. A service that is away costs the preview only. */
export async function headFor(context: GatewayContext, request: FastifyRequest): Promise<PageHead> {
  const path = (request.url.split('?')[0] ?? '/').replace(/\/+$/, '') || '/';
  const origin = context.app.publicUrl ?? `${request.protocol}://${request.host}`;
  try {
    const tags = await tagsFor(context, path);
    if (tags === 'missing') return { status: 404, head: `<title>${escapeHtml(context.config.INSTANCE_NAME)}</title>` };
    return { status: 200, head: render(context, origin, tags) };
  } catch (error) {
    context.log.warn({ err: error, path }, 'a page is sent without its preview');
    return { status: 200, head: `<title>${escapeHtml(context.config.INSTANCE_NAME)}</title>` };
  }
}

async function tagsFor(context: GatewayContext, path: string): Promise<Tags | 'missing'> {
  const name = context.config.INSTANCE_NAME;
  const video = /^\/watch\/([1-9A-HJ-NP-Za-km-z]{22})$/.exec(path);
  if (video?.[1]) {
    const { page } = await context.videos.getPage({ videoId: video[1] });
    // A private video is there for its owner: the page itself finds out.
    if (!page) return { title: name, description: '', path, type: 'website' };
    return {
      title: page.title,
      description: page.description.slice(0, 300) || page.channelName,
      path,
      type: 'video.other',
      image: page.posterPath || undefined,
      extra: [
        ['video:duration', String(Math.round(Number(page.durationMs) / 1000))],
        ...(page.publishedAt ? ([['video:release_date', page.publishedAt]] as [string, string][]) : []),
      ],
    };
  }
  const channel = /^\/@([^/]{1,64})(?:\/.*)?$/.exec(decodeURIComponent(path));
  if (channel?.[1]) {
    const { channel: found } = await context.channels.getChannelByHandle({ handle: channel[1] });
    if (!found) return 'missing';
    return {
      title: found.name,
      description: `@${found.handle}`,
      path,
      type: 'profile',
      image: found.avatarPath || undefined,
    };
  }
  return { title: name, description: '', path, type: 'website' };
}

function render(context: GatewayContext, origin: string, tags: Tags): string {
  const name = context.config.INSTANCE_NAME;
  const title = tags.title === name ? name : `${tags.title} · ${name}`;
  const image = tags.image ? new URL(tags.image, origin).href : undefined;
  const properties: [string, string][] = [
    ['og:site_name', name],
    ['og:type', tags.type],
    ['og:title', tags.title],
    ['og:url', new URL(tags.path, origin).href],
    ...(tags.description ? ([['og:description', tags.description]] as [string, string][]) : []),
    ...(image ? ([['og:image', image]] as [string, string][]) : []),
    ...(tags.extra ?? []),
  ];
  return [
    `<title>${escapeHtml(title)}</title>`,
    ...(tags.description ? [`<meta name="description" content="${escapeHtml(tags.description)}">`] : []),
    ...properties.map(([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}">`),
    `<meta name="twitter:card" content="${image ? 'summary_large_image' : 'summary'}">`,
    `<link rel="canonical" href="${escapeHtml(new URL(tags.path, origin).href)}">`,
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
