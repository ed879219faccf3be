import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutantOf, type Patch } from '@kinora/testing/mutant';
import sharp from 'sharp';
import * as real from '../src/domain/picture-image.ts';

type Module = typeof real;
type Attack = (target: Module) => Promise<void>;

const FILE = 'domain/picture-image.ts';

/** It is red with the defence off: otherwise it would say nothing of it. */
function defend(name: string, attack: Attack, mutants: readonly Omit<Patch, 'file'>[]): void {
  test(name, async () => {
    await attack(real);
    for (const patch of mutants) {
      await using mutant = await mutantOf<Module>('services/channels', [{ file: FILE, ...patch }], FILE);
      await assert.rejects(attack(mutant.module), assert.AssertionError, `not needed: ${patch.from}`);
    }
  });
}

async function refusalOf(target: Module, bytes: Uint8Array): Promise<string> {
  try {
    await target.encodePicture('avatar', bytes);
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : `${error}`;
  }
}

const black = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#000' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
const NOT_AN_IMAGE = 'channels.not_an_image';

defend(
  'a small file of more pixels than fit into memory is not decoded',
  async (target) => {
    const bomb = await black(8_000, 8_000);
    assert.ok(bomb.length < 1_000_000);
    assert.equal(await refusalOf(target, bomb), NOT_AN_IMAGE);
  },
  [{ from: 'limitInputPixels: MAX_PIXELS', to: 'limitInputPixels: false' }],
);

defend(
  'SVG, GIF and TIFF are no pictures of a channel, whatever they say they are',
  async (target) => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
    const one = sharp(await black(9, 9));
    for (const bytes of [Buffer.from(svg), await one.gif().toBuffer(), await one.tiff().toBuffer()])
      assert.equal(await refusalOf(target, bytes), NOT_AN_IMAGE);
  },
  [{ from: "!['jpeg', 'png', 'webp'].includes(format)", to: 'format === undefined' }],
);

defend(
  'a picture that breaks off is refused',
  async (target) => {
    const noisy = sharp({
      create: {
        width: 400,
        height: 400,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
    const whole = await noisy.jpeg().toBuffer();
    assert.equal(await refusalOf(target, whole.subarray(0, whole.length / 2)), NOT_AN_IMAGE);
  },
  [{ from: "failOn: 'error'", to: "failOn: 'none'" }],
);

defend(
  'where a picture was taken is not in what is published, and it is upright without being told',
  async (target) => {
    const taken = await sharp(await black(90, 60))
      .withExif({
        IFD0: { Orientation: '6', Make: 'canary' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .jpeg()
      .toBuffer();
    assert.ok((await sharp(taken).metadata()).exif, 'it is in the source');
    const { format, width, height, exif, xmp, icc, orientation } = await sharp(
      await target.encodePicture('avatar', taken),
    ).metadata();
    assert.deepEqual([format, width, height], ['webp', 512, 512]);
    assert.deepEqual([exif, xmp, icc, orientation], [undefined, undefined, undefined, undefined]);
  },
  [{ from: '.webp({ quality: 82 })', to: '.keepMetadata().webp({ quality: 82 })' }],
);
