import { Direction } from '@kinora/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { IntlProvider } from 'use-intl/react';
import { useMessages } from './messages.ts';
import { queryClient } from './queries.ts';
import { router } from './router.tsx';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function Root() {
  const { language, messages } = useMessages();
  return (
    <StrictMode>
      <IntlProvider locale={language} messages={messages} timeZone={timeZone}>
        <Direction dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </Direction>
      </IntlProvider>
    </StrictMode>
  );
}
