/**
 * Asks whether to resume the run of an earlier visit. It appears when the page is already rendered and must not move the
 * content, so it floats at the page's lower edge. In an embedded page the lower edge may be off-screen: `inPlace`
 * renders it where it is placed.
 */
import { useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import styles from './resume-offer.module.css';

export interface ResumeOfferProps {
  readonly inPlace?: boolean;
}

export function ResumeOffer({ inPlace = false }: ResumeOfferProps) {
  const { savedRun: text, training } = useMessages();
  const format = useFormat();
  const session = useSession();
  const labelId = useId();
  const saved = useAppState(({ savedRun }) => savedRun);
  const busy = useAppState(({ run, model }) => run.state === 'loading' || model === null);
  const [putOff, setPutOff] = useState<string | null>(null);
  if (!saved || saved.id === putOff) return null;

  const { finished, model, savedAt, epoch } = saved;
  const accuracy = saved.accuracy === null ? null : format.percent(saved.accuracy, 1);
  const found = (finished ? text.finished : text.found)(training.models[model], format.moment(savedAt));
  return (
    <>
      {!inPlace && <div className={styles['room']} />}
      <section className={styles[inPlace ? 'offer' : 'floating']} aria-label={text.label} data-testid="saved-run">
        <output className={styles['text']} id={labelId}>
          {found}
        </output>
        <div className={styles['actions']}>
          <Button
            variant="primary"
            disabled={busy}
            onClick={() => {
              session.attempt(() => session.continueRun());
            }}
          >
            {finished ? text.open(accuracy) : text.goOn(epoch, accuracy)}
          </Button>
          <Button
            onClick={() => {
              setPutOff(saved.id);
            }}
          >
            {text.later}
          </Button>
          <Button
            aria-describedby={labelId}
            onClick={() => {
              session.attempt(() => session.discardSavedRun());
            }}
          >
            {text.discard}
          </Button>
        </div>
      </section>
    </>
  );
}
