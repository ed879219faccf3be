import { createRoot } from 'react-dom/client';
import { askWho } from './app/client.ts';
import { Root } from './app/root.tsx';
import './app/app.css';

void askWho();

const element = document.getElementById('root');
if (!element) throw new Error('The page has no #root element.');
createRoot(element).render(<Root />);
