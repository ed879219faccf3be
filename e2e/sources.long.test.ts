import { SOURCE_FILMS, type SourceFilm } from '@kinora/testing';
import { playSources } from './browser/play-sources.ts';

playSources(Object.values<SourceFilm>(SOURCE_FILMS));
