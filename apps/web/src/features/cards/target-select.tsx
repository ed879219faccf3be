import type { VideoCard } from '@kinora/sdk';
import { Select } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client } from '../../app/client.ts';

const MOST = 100;

export interface TargetSelectProps {
  label: string;
  /** The id of a video, or empty for the first option. */
  value: string;
  /** What the empty value stands for. */
  first: ReactNode;
  /** The video that is edited, which leads nowhere. */
  besides: string;
  /** Chosen before; it may be none of mine. */
  chosen: VideoCard | null;
  onChange: (videoId: string) => void;
}

/** One of my videos: the latest, and the one that is chosen. */
export function TargetSelect({ label, value, first, besides, chosen, onChange }: TargetSelectProps) {
  const { data } = useQuery({
    queryKey: ['card-targets'],
    queryFn: ({ signal }) => client.videos.mine({ limit: MOST, signal }),
  });
  const mine = (data?.items ?? []).filter(({ id }) => id !== besides);
  const isMissing = chosen !== null && !mine.some(({ id }) => id === chosen.id);
  return (
    <Select label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{first}</option>
      {(isMissing ? [chosen, ...mine] : mine).map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </Select>
  );
}
