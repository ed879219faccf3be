import { classNames } from '@kinora/ui';

/** Decoration: who cannot see it misses nothing. Without a picture it is only a place for one. */
export function ChannelBanner({ url, className }: { url: string | null; className: string }) {
  const shape = classNames('w-full rounded-lg bg-surface-1 object-cover', className);
  return url ? (
    <img src={url} alt="" width={2400} height={800} className={shape} />
  ) : (
    <div aria-hidden className={shape} />
  );
}
