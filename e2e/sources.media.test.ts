import { SOURCE_FILMS } from '@kinora/testing';
import { playSources } from './browser/play-sources.ts';

/** One of each kind of trouble: containers, codecs, ends, holes, turned and mapped pictures. The others take a while. */
const { matroska, webm, transport, shortEnd, silent, variable, rotated, perceptual } = SOURCE_FILMS;

playSources([matroska, webm, transport, shortEnd, silent, variable, rotated, perceptual]);
