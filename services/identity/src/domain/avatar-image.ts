import { identityErrors } from '../errors.ts';

const SIZE = 256;
const MAX_PIXELS = 50_000_000;

/**
 * Any JPEG, PNG or WebP becomes a square WebP. Decoding and encoding drop whatever else the file carried: position data,
 * profiles, scripts. Throws `identity.not_an_image`.
 */
export async function encodeAvatar(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false });
    const { format } = await image.metadata();
    if (!['jpeg', 'png', 'webp'].includes(format)) throw identityErrors.not_an_image();
    return await image.autoOrient().resize(SIZE, SIZE, { fit: 'cover' }).webp({ quality: 82 }).toBuffer();
  } catch (cause) {
    throw identityErrors.not_an_image({ cause });
  }
}
