import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../../app/client.ts';

const PAUSE_MS = 150;

/** Tags of public videos that begin with what is being written, the most used first. */
export function useTagSuggestions(written: string, taken: readonly string[]): { tag: string; videos: number }[] {
  const [prefix, setPrefix] = useState('');
  const wanted = written.trim();
  useEffect(() => {
    const timer = setTimeout(() => setPrefix(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { data } = useQuery({
    queryKey: ['tags', prefix],
    queryFn: ({ signal }) => client.videos.tags(prefix, signal),
    enabled: prefix !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  if (wanted === '' || prefix === '') return [];
  const has = new Set(taken.map((tag) => tag.toLocaleLowerCase()));
  return (data ?? []).filter(({ tag }) => {
    const lower = tag.toLocaleLowerCase();
    return !has.has(lower) && lower.startsWith(wanted.toLocaleLowerCase());
  });
}
