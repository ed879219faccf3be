import './all-scenarios.ts';
import { runScenarios } from './scenario.ts';

runScenarios('split');
