import { createRoot } from 'react-dom/client';
import { followAccountLanguage } from './app/account-language.ts';
import { askWho } from './app/client.ts';
import { loadShellMessages } from './app/messages.ts';
import { Root } from './app/root.tsx';
import './app/app.css';

void askWho();
followAccountLanguage();

const element = document.getElementById('root');
if (!element) throw new Error('The page has no #root element.');
const root = createRoot(element);
// Without its words the page is in English, and not blank.
void loadShellMessages()
  .catch((error: unknown) => console.error(error))
  .then(() => root.render(<Root />));

// Not in frames of others, and only where browsers allow it: over https, or on this machine.
if ('serviceWorker' in navigator && window.top === window) {
  addEventListener('load', () => {
    navigator.serviceWorker.register('/service-worker.js').catch((error: unknown) => console.warn(error));
  });
}
