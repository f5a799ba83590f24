/** The latest loss and accuracy, in training and test. */
import { StatTile } from '../../components/stat-tile.tsx';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import styles from './run-stats.module.css';

export function RunStats() {
  const text = useMessages().training;
  const format = useFormat();
  const trainLoss = useAppState(({ run }) => run.trainLoss);
  const trainAccuracy = useAppState(({ run }) => run.trainAccuracy);
  const testLoss = useAppState(({ run }) => run.testLoss);
  const testAccuracy = useAppState(({ run }) => run.testAccuracy);
  const loss = (value: number) => format.decimal(value, 3);
  const accuracy = (value: number) => format.percent(value, 1);
  const none = text.noValue;
  return (
    <dl className={styles['stats']}>
      <StatTile testId="train-loss" kind="train" label={text.trainLoss} value={trainLoss} format={loss} none={none} />
      <StatTile
        testId="train-accuracy"
        kind="train"
        label={text.trainAccuracy}
        value={trainAccuracy}
        format={accuracy}
        none={none}
      />
      <StatTile testId="test-loss" kind="test" label={text.testLoss} value={testLoss} format={loss} none={none} />
      <StatTile
        testId="test-accuracy"
        kind="test"
        label={text.testAccuracy}
        value={testAccuracy}
        format={accuracy}
        none={none}
      />
    </dl>
  );
}
