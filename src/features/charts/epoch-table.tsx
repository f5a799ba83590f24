import { memo } from 'react';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import styles from './epoch-table.module.css';
import { useLossFormat } from './use-loss-format.ts';

/** The numbers of the curves, one row for each epoch. */
export const EpochTable = memo(function EpochTable({ id }: { readonly id: string }) {
  const { charts } = useMessages();
  const format = useFormat();
  const formatLoss = useLossFormat(4);
  const epochs = useAppState((state) => state.epochs);
  return (
    // Focusable, so that it can be scrolled with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles['scroll']} id={id} aria-label={charts.tableLabel} tabIndex={0}>
      <table className={styles['table']}>
        <caption>{epochs.length === 0 ? charts.tableEmpty : charts.tableLabel}</caption>
        <thead>
          <tr>
            <th scope="col">{charts.epoch}</th>
            <th scope="col">{charts.trainLoss}</th>
            <th scope="col">{charts.testLoss}</th>
            <th scope="col">{charts.trainAccuracy}</th>
            <th scope="col">{charts.testAccuracy}</th>
            <th scope="col">{charts.time}</th>
          </tr>
        </thead>
        <tbody translate="no">
          {epochs.map((result) => (
            <tr key={result.epoch}>
              <th scope="row">{format.integer(result.epoch)}</th>
              <td>{formatLoss(result.trainLoss)}</td>
              <td>{formatLoss(result.testLoss)}</td>
              <td>{format.percent(result.trainAccuracy, 2)}</td>
              <td>{format.percent(result.testAccuracy, 2)}</td>
              <td>{format.milliseconds(result.trainMs + result.testMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
});
