import { z } from 'zod';

export const MOST_LINKS = 8;

/** An address elsewhere, as it is shown on the channel's page: never one that runs something. */
const webAddress = z
  .string()
  .trim()
  .max(500, 'An address may have at most 500 characters.')
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  }, 'Give an address that begins with https://.')
  .transform((text) => new URL(text).href);

export const channelLink = z.strictObject({
  title: z.string().trim().min(1, 'Say what the link leads to.').max(50, 'At most 50 characters.'),
  url: webAddress,
});
export type ChannelLink = z.output<typeof channelLink>;

export const channelLinks = z.array(channelLink).max(MOST_LINKS, `A channel may have at most ${MOST_LINKS} links.`);
