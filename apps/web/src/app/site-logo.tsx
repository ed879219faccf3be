import { Logo } from '@kinora/ui';
import { useInstanceLooks } from './instance.ts';

/** Mark and name of the site: our own, until it has others. */
export function SiteLogo({ height = 28 }: { height?: number }) {
  const { name, logoUrl } = useInstanceLooks();
  if (!logoUrl && name === 'Kinora') return <Logo height={height} label={name} />;
  return (
    <span className="flex min-w-0 items-center gap-2.5" style={{ height }}>
      {logoUrl && <img src={logoUrl} alt="" className="h-full w-auto max-w-40 rounded-xs object-contain" />}
      <bdi className="display max-w-60 truncate text-18 max-phone:max-w-34">{name}</bdi>
    </span>
  );
}
