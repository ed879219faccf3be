import { Button } from '@kinora/ui';
import type { ReactNode } from 'react';

/** One of a list of things with a line about it and, where there is one, what can be done with it. */
export function ListRow(props: {
  icon?: ReactNode;
  title: ReactNode;
  text: ReactNode;
  /** `name` says the same to those who do not see which row it is in. */
  action?: { text: string; name: string; onClick: () => void } | undefined;
}) {
  const { action } = props;
  return (
    <li className="flex min-h-17 items-center gap-4 py-3">
      {props.icon}
      <div className="min-w-0 flex-1">
        <p className="truncate text-15 font-semibold">{props.title}</p>
        <p className="truncate text-13 text-text-2">{props.text}</p>
      </div>
      {action && (
        <Button variant="tonal" size="small" className="h-10" aria-label={action.name} onClick={action.onClick}>
          {action.text}
        </Button>
      )}
    </li>
  );
}
