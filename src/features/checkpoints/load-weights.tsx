/** Opens the system's file dialog; a file can also be dropped on the page. */
import { useId, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import { useLoadWeights, useWeightsDrop } from './use-load-weights.ts';
import styles from './weights-area.module.css';

export function LoadWeights() {
  return (
    <Control name="weights-in">
      <Load />
    </Control>
  );
}

function Load() {
  const text = useMessages().checkpoints;
  const known = useAppState(({ model }) => model !== null);
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const { loading, load } = useLoadWeights();
  const over = useWeightsDrop(load);
  return (
    <>
      <Button disabled={!known || loading} aria-describedby={hintId} onClick={() => input.current?.click()}>
        {text.load}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        hidden
        disabled={!known}
        aria-label={text.load}
        data-testid="weights-input"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) load(file);
          // Else choosing the same file again would be no change.
          currentTarget.value = '';
        }}
      />
      <p className={styles['hint']} id={hintId} data-over={over}>
        {loading ? text.loading : over ? text.drop : text.hint}
      </p>
    </>
  );
}
