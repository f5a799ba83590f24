/** Puts the features together, as a page of its own or within another one. */
import { useEffect } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { HiddenControls } from '../components/control.tsx';
import { ShownPanels } from '../components/visible-panels.ts';
import { useStages } from '../components/use-stages.ts';
import { PANELS, type PanelName } from '../core/controls.ts';
import { ConsolePanel } from '../features/console/console-panel.tsx';
import { DrawingPanel } from '../features/drawing/drawing-panel.tsx';
import { NoticeList } from '../features/notices/notice-list.tsx';
import { PredictionPanel } from '../features/prediction/prediction-panel.tsx';
import { ResumeOffer } from '../features/resume/resume-offer.tsx';
import { LanguageContext, useMessages } from '../i18n/use-messages.ts';
import { SessionContext, type Session } from '../store/session.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { allRegionsLoaded } from './lazy-region.tsx';
import { ChartsRegion, ExplanationsRegion, LearningRegion, SoftmaxRegion } from './lazy-regions.tsx';
import type { PageParams, Theme } from './params.ts';
import { Region } from './region.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { TrainPanel } from './train-panel.tsx';
import { useFileGuard } from './use-file-guard.ts';
import { usePreferences } from './use-preferences.ts';
import styles from './app.module.css';

export interface AppProps {
  readonly session: Session;
  readonly params: PageParams;
  /** In use: the reader's choice, or the embedding page's. */
  readonly theme: StoreApi<Theme>;
  /** Called when the whole page stands, lazy regions included. */
  readonly onRendered: () => void;
}

/**
 * The pad comes first, and the rest a piece at a time, in the order in which it is seen: laid out all at once the page
 * keeps a phone from answering for half a second.
 */
const ANSWER = 2;
const TRAINING = 3;
const CHARTS = 4;
const LESSONS = 5;
const WORDS = 6;

export function App({ session, params, theme, onRendered }: AppProps) {
  const preferences = usePreferences(params.language, theme, session);
  const { embed, hide } = params;
  const panels = embed ? params.panels : PANELS;
  const stage = useStages(WORDS, firstStage(panels));
  useEffect(() => {
    if (stage >= WORDS) void allRegionsLoaded().then(onRendered);
  }, [stage, onRendered]);
  return (
    <LanguageContext value={preferences.language}>
      <SessionContext value={session}>
        <HiddenControls value={hide}>
          <ShownPanels value={panels}>
            <FileGuard />
            <div className={styles['page']} data-embed={embed}>
              {!embed && <Header preferences={preferences} />}
              <Main panels={panels} embed={embed} stage={stage} />
              {!embed && stage >= WORDS && (
                <Region>
                  <ExplanationsRegion />
                </Region>
              )}
              {!embed && stage >= WORDS && <Footer params={params} preferences={preferences} />}
              {!embed && <ResumeOffer />}
            </div>
          </ShownPanels>
        </HiddenControls>
      </SessionContext>
    </LanguageContext>
  );
}

/** Inside the contexts that say which controls exist. */
function FileGuard() {
  useFileGuard();
  return null;
}

/** A frame that has no pad does not wait for it. */
function firstStage(panels: readonly PanelName[]): number {
  if (panels.includes('draw')) return 1;
  return panels.includes('train') ? TRAINING : CHARTS;
}

interface MainProps {
  readonly panels: readonly PanelName[];
  readonly embed: boolean;
  readonly stage: number;
}

function Main(props: MainProps) {
  const { panels, embed, stage } = props;
  const text = useMessages().app;
  return (
    <main className={styles['main']}>
      {/* A frame is a document of its own, and has no header with the page's name. */}
      {embed && <h1 className={styles['spoken']}>{text.name}</h1>}
      <NoticeList />
      <DrawAndTrain {...props} />
      <ChartsAndSettings {...props} />
      {panels.includes('softmax') && stage >= LESSONS && (
        <Region>
          <SoftmaxRegion />
        </Region>
      )}
      {panels.includes('learning') && stage >= LESSONS && (
        <Region>
          <LearningRegion />
        </Region>
      )}
      {panels.includes('console') && stage >= LESSONS && (
        <Region>
          <ConsolePanel />
        </Region>
      )}
    </main>
  );
}

function DrawAndTrain({ panels, embed, stage }: MainProps) {
  const draw = panels.includes('draw');
  const train = panels.includes('train');
  if (!draw && !train) return null;
  return (
    <div className={styles['hero']} data-panels={names({ draw, train })}>
      {draw && (
        <Region>
          <DrawingPanel />
        </Region>
      )}
      {draw && stage >= ANSWER && (
        <Region>
          <PredictionPanel />
        </Region>
      )}
      {train && stage >= TRAINING && (
        <Region>
          <TrainPanel offer={embed && <ResumeOffer inPlace />} />
        </Region>
      )}
    </div>
  );
}

function ChartsAndSettings({ panels, stage }: MainProps) {
  const charts = panels.includes('charts');
  const settings = panels.includes('settings');
  if ((!charts && !settings) || stage < CHARTS) return null;
  return (
    <div className={styles['second']} data-panels={names({ charts, settings })}>
      {charts && (
        <Region>
          <ChartsRegion />
        </Region>
      )}
      {settings && (
        <Region>
          <SettingsPanel />
        </Region>
      )}
    </div>
  );
}

/** Those that are shown, for the style sheet. */
function names(shown: Readonly<Record<string, boolean>>): string {
  return Object.keys(shown)
    .filter((name) => shown[name])
    .join(' ');
}
