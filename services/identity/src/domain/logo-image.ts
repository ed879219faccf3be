import { identityErrors } from '../errors.ts';

const SIZE = 512;
const MAX_PIXELS = 50_000_000;

/**
 * Any JPEG, PNG or WebP becomes a WebP that fits into 512 pixels. Decoding and encoding drop whatever else the file
 * carried. Throws `identity.not_an_image`.
 */
export async function encodeLogo(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false });
    const { format } = await image.metadata();
    if (!['jpeg', 'png', 'webp'].includes(format)) throw identityErrors.not_an_image();
    const fitted = image.autoOrient().resize(SIZE, SIZE, { fit: 'inside', withoutEnlargement: true });
    return await fitted.webp({ quality: 90 }).toBuffer();
  } catch (cause) {
    throw identityErrors.not_an_image({ cause });
  }
}
