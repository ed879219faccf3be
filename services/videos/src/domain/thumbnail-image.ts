import { videosErrors } from '../errors.ts';

/** In pixels: as large as the largest card on a dense display. */
export const THUMBNAIL = { width: 1280, height: 720 } as const;
const MAX_PIXELS = 50_000_000;
const FORMATS = ['jpeg', 'png', 'webp', 'avif', 'heif'];

/**
 * Any JPEG, PNG, WebP or AVIF becomes a JPEG of one size, cut to its shape. Decoding and encoding drop whatever else the
 * file carried: position data, profiles, scripts. Throws `videos.not_an_image`.
 */
export async function encodeThumbnail(bytes: Uint8Array): Promise<Uint8Array> {
  // Loaded when somebody needs it: it takes memory.
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false });
    const { format } = await image.metadata();
    if (!FORMATS.includes(format)) throw videosErrors.not_an_image();
    return await image
      .autoOrient()
      .resize({ ...THUMBNAIL, fit: 'cover' })
      .flatten({ background: '#000' })
      .jpeg({ quality: 84, mozjpeg: true })
      .toBuffer();
  } catch (cause) {
    throw videosErrors.not_an_image({ cause });
  }
}
