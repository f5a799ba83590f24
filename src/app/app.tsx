/** The page, standalone or embedded. */
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
import { useDropGuard } from './use-drop-guard.ts';
import { usePaste } from './use-paste.ts';
import { usePreferences } from './use-preferences.ts';
import styles from './app.module.css';

export interface AppProps {
  readonly session: Session;
  readonly params: PageParams;
  /** The reader's choice, or the host's. */
  readonly theme: StoreApi<Theme>;
  /** Called when the whole page is rendered, lazy regions included. */
  readonly onRendered: () => void;
}

/**
 * The stages of rendering, from the top of the page down; the pad is stage 1. A single render would block input on a
 * phone.
 */
const ANSWER = 2;
const TRAINING = 3;
const CHARTS = 4;
const LESSONS = 5;
const EXPLANATIONS = 6;

export function App({ session, params, theme, onRendered }: AppProps) {
  const preferences = usePreferences(params.language, theme, session);
  const { embed, hide } = params;
  const panels = embed ? params.panels : PANELS;
  const stage = useStages(EXPLANATIONS, firstStage(panels));
  useEffect(() => {
    if (stage >= EXPLANATIONS) void allRegionsLoaded().then(onRendered);
  }, [stage, onRendered]);
  return (
    <LanguageContext value={preferences.language}>
      <SessionContext value={session}>
        <HiddenControls value={hide}>
          <ShownPanels value={panels}>
            <FileGuard />
            <div className={styles['page']} data-embed={embed}>
              {!embed && (
                <Region>
                  <Header preferences={preferences} />
                </Region>
              )}
              <Main panels={panels} embed={embed} stage={stage} />
              {!embed && stage >= EXPLANATIONS && (
                <Region>
                  <ExplanationsRegion />
                </Region>
              )}
              {!embed && stage >= EXPLANATIONS && (
                <Region>
                  <Footer params={params} preferences={preferences} />
                </Region>
              )}
              {!embed && (
                <Region>
                  <ResumeOffer />
                </Region>
              )}
            </div>
          </ShownPanels>
        </HiddenControls>
      </SessionContext>
    </LanguageContext>
  );
}

/** A component of its own, because it reads the contexts that `App` provides. */
function FileGuard() {
  useDropGuard();
  usePaste();
  return null;
}

/** Without a pad or a training panel, their stages are skipped. */
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
      {/* An embedded page has no header, but every document needs a heading. */}
      {embed && <h1 className={styles['spoken']}>{text.name}</h1>}
      <Region>
        <NoticeList />
      </Region>
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

/** The shown panels, for the style sheet. */
function names(shown: Readonly<Record<string, boolean>>): string {
  return Object.keys(shown)
    .filter((name) => shown[name])
    .join(' ');
}
