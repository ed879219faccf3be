import { channelsErrors } from '../errors.ts';

import type { PictureKind } from './picture-path.ts';

/** In pixels. A page shows a strip of the banner, which is lower the wider the window is. */
const SIZES = { avatar: { width: 512, height: 512 }, banner: { width: 2400, height: 800 } } as const;
const MAX_PIXELS = 50_000_000;

/**
 * Any JPEG, PNG or WebP becomes a WebP of the size of its kind. Decoding and encoding drop whatever else the file
 * carried: position data, profiles, scripts. Throws `channels.not_an_image`.
 */
export async function encodePicture(kind: PictureKind, bytes: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false });
    const { format } = await image.metadata();
    if (!['jpeg', 'png', 'webp'].includes(format)) throw channelsErrors.not_an_image();
    return await image
      .autoOrient()
      .resize({ ...SIZES[kind], fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer();
  } catch (cause) {
    throw channelsErrors.not_an_image({ cause });
  }
}
