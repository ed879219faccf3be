import { Notice } from '@kinora/ui';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';

export function FormError({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <Notice tone="danger" role="alert" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
      {text}
    </Notice>
  );
}
